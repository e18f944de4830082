import Tables

/// Every value of a document in order, each with a letter for its kind: what the tests compare.
func flat(_ document: JSONDocument, _ place: Int = 0) -> [String] {
  switch document.kind(place) {
  case .object:
    return ["{"] + document.members(of: place).flatMap { ["k" + document.text($0.name)!] + flat(document, $0.value) } + ["}"]
  case .array: return ["["] + document.elements(of: place).flatMap { flat(document, $0) } + ["]"]
  case .string: return ["s" + document.text(place)!]
  case .number: return ["n" + document.text(place)!]
  default: return [document.text(place)!]
  }
}

func flat(_ bytes: [UInt8]) throws(JSONError) -> [String] { flat(try JSONDocument(bytes: bytes, file: "page.json")) }
