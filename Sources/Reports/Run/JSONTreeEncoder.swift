/// Turns an `Encodable` value into a tree; member names go from camel case to snake case.
struct JSONTreeEncoder: Encoder {
  /// Where the value of one encoder, and of the containers it gave away, is put.
  final class Node {
    var value: CanonicalJSON?
    var members: [(String, Node)]?
    var items: [Node]?

    var tree: CanonicalJSON {
      if let value { return value }
      if let members { return .object(Dictionary(uniqueKeysWithValues: members.map { ($0.0, $0.1.tree) })) }
      return .list((items ?? []).map(\.tree))
    }
  }

  let node: Node
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  static func tree(of value: some Encodable) -> CanonicalJSON {
    let node = Node()
    do { try value.encode(to: JSONTreeEncoder(node: node)) } catch { preconditionFailure("\(error)") }
    return node.tree
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if node.members == nil { node.members = [] }
    return KeyedEncodingContainer(Keyed<Key>(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if node.items == nil { node.items = [] }
    return Unkeyed(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node) }

  /// `exitCode` → `exit_code`; digits stay where they are.
  static func snakeCase(_ name: String) -> String {
    var snake = ""
    for character in name {
      if character.isUppercase { snake += "_" }
      snake += character.lowercased()
    }
    return snake
  }

  struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    let codingPath: [any CodingKey] = []

    private func child(_ key: Key) -> Node {
      let child = Node()
      node.members!.append((snakeCase(key.stringValue), child))
      return child
    }

    mutating func encodeNil(forKey key: Key) {}
    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try value.encode(to: JSONTreeEncoder(node: child(key))) }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
      JSONTreeEncoder(node: child(key)).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      JSONTreeEncoder(node: child(key)).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { JSONTreeEncoder(node: node) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { JSONTreeEncoder(node: child(key)) }
  }

  struct Unkeyed: UnkeyedEncodingContainer {
    let node: Node
    let codingPath: [any CodingKey] = []
    var count: Int { node.items!.count }

    private func child() -> Node {
      let child = Node()
      node.items!.append(child)
      return child
    }

    mutating func encodeNil() { preconditionFailure("run.json has no null in a list") }
    mutating func encode<T: Encodable>(_ value: T) throws { try value.encode(to: JSONTreeEncoder(node: child())) }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
      JSONTreeEncoder(node: child()).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { JSONTreeEncoder(node: child()).unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { JSONTreeEncoder(node: child()) }
  }

  struct Single: SingleValueEncodingContainer {
    let node: Node
    let codingPath: [any CodingKey] = []

    mutating func encodeNil() { preconditionFailure("run.json has no null") }
    mutating func encode(_ value: Bool) { node.value = .flag(value) }
    mutating func encode(_ value: String) { node.value = .text(value) }
    mutating func encode(_ value: Double) { preconditionFailure("run.json has no floating point") }
    mutating func encode(_ value: Float) { preconditionFailure("run.json has no floating point") }
    mutating func encode(_ value: Int) { node.value = .number(Int64(value)) }
    mutating func encode(_ value: Int64) { node.value = .number(value) }
    mutating func encode(_ value: some BinaryInteger & Encodable) { node.value = .number(Int64(value)) }
    mutating func encode<T: Encodable>(_ value: T) throws { try value.encode(to: JSONTreeEncoder(node: node)) }
  }
}
