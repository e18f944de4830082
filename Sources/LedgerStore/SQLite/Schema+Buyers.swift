extension Schema {
  /// What stands for the buyers of orders, only of those that came with one: rows and digests of earlier runs stay as they are.
  static let buyers = """
    CREATE TABLE buyers(order_number INTEGER PRIMARY KEY, buyer TEXT NOT NULL) STRICT;

    """
}
