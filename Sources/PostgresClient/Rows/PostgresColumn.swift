/// One column of an answer.
public struct PostgresColumn: Hashable, Sendable {
  public let name: String
  public let type: PostgresType
  /// The type's modifier, like the length of a `varchar`; -1 for none.
  public let modifier: Int32
}

/// A type by its number in PostgreSQL's catalog; the named ones have fixed numbers.
public struct PostgresType: Hashable, Sendable {
  public let oid: UInt32

  public init(oid: UInt32) { self.oid = oid }

  public static let boolean = PostgresType(oid: 16)
  public static let bigint = PostgresType(oid: 20)
  public static let smallint = PostgresType(oid: 21)
  public static let integer = PostgresType(oid: 23)
  public static let real = PostgresType(oid: 700)
  public static let doublePrecision = PostgresType(oid: 701)
  public static let money = PostgresType(oid: 790)
  public static let date = PostgresType(oid: 1082)
  public static let timestamp = PostgresType(oid: 1114)
  public static let timestampWithZone = PostgresType(oid: 1184)
  public static let numeric = PostgresType(oid: 1700)
  public static let uuid = PostgresType(oid: 2950)

  var isInteger: Bool { self == .bigint || self == .integer || self == .smallint }
  var isTimestamp: Bool { self == .timestamp || self == .timestampWithZone }

  /// Types whose text never holds a comma, a quotation mark or a line end.
  var isPlain: Bool { isInteger || isTimestamp || [.boolean, .date, .numeric, .uuid].contains(self) }

  /// The name of a type that is no exact amount, alone or in an array: binary floating point, and `money`, whose text is the locale's.
  var inexactName: String? {
    switch oid {
    case 700, 1021: "real"
    case 701, 1022: "double precision"
    case 790, 791: "money"
    default: nil
    }
  }
}
