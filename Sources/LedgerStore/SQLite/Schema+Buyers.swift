extension Schema {
  /// What stands for the buyers of orders, only of those that came with one: a table of its own, so that rows and digests of earlier runs stay.
  static let buyers = """
    CREATE TABLE buyers(order_number INTEGER PRIMARY KEY, buyer TEXT NOT NULL) STRICT;

    """
}
