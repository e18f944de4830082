/// Which part of the package plays which role for one part (Open Packaging Conventions).
final class Relationships: XMLHandler {
  /// `kind` is the last word of the relationship's type, the same in transitional and strict files.
  struct Relationship {
    var kind: String
    var target: String
  }

  private(set) var byID: [String: Relationship] = [:]
  private var inOrder: [Relationship] = []
  private let folder: String

  /// Reads the relationships of the part `owner`; of the whole package when it is empty.
  init(_ archive: ZipArchive, of owner: String) throws {
    let slash = owner.lastIndex(of: "/")
    folder = slash.map { String(owner[...$0]) } ?? ""
    let name = slash.map { String(owner[owner.index(after: $0)...]) } ?? owner
    super.init()
    try XMLPart.parse("\(folder)_rels/\(name).rels", of: archive, self)
  }

  func first(_ kind: String) -> Relationship? { inOrder.first { $0.kind == kind } }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name == "Relationship", let type = attributes["Type"], let target = attributes["Target"], let id = attributes["Id"]
    else { return }
    let kind = type.text.split(separator: "/").last.map(String.init) ?? ""
    let isExternal = attributes["TargetMode"].map { $0 == "External" } ?? false
    let relationship = Relationship(kind: kind, target: isExternal ? target.text : resolve(target.text))
    // Hyperlinks and other external targets are never followed.
    if isExternal && kind != "externalLink" { return }
    byID[id.text] = relationship
    inOrder.append(relationship)
  }

  /// A target is relative to the owner's folder, or absolute from the package's root.
  private func resolve(_ target: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts: [Substring] = []
    for part in (folder + target).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
