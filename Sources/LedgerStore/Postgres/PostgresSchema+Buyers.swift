extension PostgresSchema {
  /// What stands for the buyers of orders, only of those that came with one.
  static let buyers =
    """
    CREATE TABLE buyers(order_number bigint PRIMARY KEY, buyer text COLLATE "C" NOT NULL);

    """ + PostgresLaws.refusing("buyers")
}
