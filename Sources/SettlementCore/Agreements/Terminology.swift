/// Names ↔ small numbers, so that a column holds four bytes instead of a text. Numbers are given in the order of first mention.
public struct Terminology: Sendable {
  public private(set) var names: [String]
  private var numbers: [String: Int32]

  public init(_ names: [String] = []) {
    self.names = names
    numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
  }

  /// The name of a number; the empty text for −1.
  public subscript(number: Int32) -> String { number < 0 ? "" : names[Int(number)] }

  /// The number of a name, or nil when it was never mentioned.
  public func number(of name: String) -> Int32? { numbers[name] }

  /// The number of a name, given now if it has none.
  public mutating func intern(_ name: String) -> Int32 {
    if let number = numbers[name] { return number }
    let number = Int32(names.count)
    names.append(name)
    numbers[name] = number
    return number
  }

  public var count: Int { names.count }
}
