import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

/// The files of a new shop pass the readers they are written for, and so does each variant in the place of its key.
@Suite struct StartingConfigurationTests {
  private static let texts = Dictionary(uniqueKeysWithValues: StartingConfiguration.files.map { ($0.path, $0.text) })
  private static let variants = StartingConfiguration.files.flatMap { file in Variant.all(in: file.text).map { (file.path, $0) } }

  private struct Variant: Sendable {
    let key: String
    let title: String
    let text: String

    static func all(in text: String) -> [Variant] {
      let form = /# --- variant of ([a-z-]+): (.+)\n((?:#.*\n)+?)# ---\n/
      return text.matches(of: form).map { match in
        let lines = match.3.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("# ") }, "\(match.2)")
        return Variant(key: String(match.1), title: String(match.2), text: lines.map { $0.dropFirst(2) + "\n" }.joined())
      }
    }

    /// The file without its key of this name, if it has one, and with the variant at its end.
    func replacing(in text: String) throws -> String {
      let kept = try Regex("(?m)^\(key):.*\n(?: .*\n)*")
      return text.replacing(kept, with: "") + self.text
    }
  }

  private func read(_ files: [String: String]) throws -> (Configuration, RuleBook) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("start-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (path, text) in files {
      let file = URL(fileURLWithPath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let configuration = try Configuration.read(path: "\(folder)/qingfen.yaml")
    return (configuration, try RuleFolder.read(path: configuration.rules, configuration: configuration.folder))
  }

  @Test func asItStands() throws {
    let (configuration, book) = try read(Self.texts)
    #expect(configuration.store.folderPath.hasSuffix("/store/{date}") && configuration.codeKey == nil)
    #expect(configuration.transfers == TransferSettings())
    #expect(book.agreements.map(\.versions.count) == [1] && book.partners.map(\.partner) == ["video"])
    guard case .file? = book.partners[0].statement?.source.access else { return #expect(Bool(false)) }
  }

  @Test func hasTheVariants() {
    #expect(Self.variants.map(\.1.key) == ["store", "store", "codes", "transfers", "statement", "statement", "statement", "statement"])
    #expect(Self.texts.values.allSatisfy { $0.matches(of: /variant of [a-z]+:/).count == Variant.all(in: $0).count })
  }

  @Test(arguments: variants.indices) func aVariantIsInOrder(number: Int) throws {
    let (path, variant) = Self.variants[number]
    var files = Self.texts
    files[path] = try variant.replacing(in: try #require(files[path]))
    let (configuration, book) = try read(files)
    let statement = try #require(book.partners[0].statement?.source)
    switch (variant.key, configuration.store, statement.access) {
    case ("store", .postgres(let store), _): #expect(store.queries.map(\.feed) == [.orders, .redemptions, .refunds])
    case ("store", .http(let store), _): #expect(store.lists.map(\.feed) == [.orders, .redemptions, .refunds])
    case ("codes", _, _): #expect(configuration.codeKey == .environment("QINGFEN_CODE_KEY"))
    case ("transfers", .folder, .file): #expect(configuration.transfers == TransferSettings(), "the defaults that it shows")
    case ("statement", _, .sftp(let access)): #expect(access.hostKey != nil)
    case ("statement", _, .ftps): #expect(statement.proof == .trailer("<END>"))
    case ("statement", _, .https(let access)): #expect((access.question == nil) == (statement.proof != .length))
    default: Issue.record("\(variant.title) is read as something else")
    }
  }

  /// Cut, doubled and garbled configurations never stop the reader other than by problems.
  @Test(arguments: UInt64(0)..<20) func survivesGarbledVariants(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for (path, variant) in Self.variants {
      var files = Self.texts
      var scalars = Array(try variant.replacing(in: try #require(files[path])).unicodeScalars)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<scalars.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: scalars.insert(Array("\"'{}[]:,-#/?=@$\n 0".unicodeScalars).randomElement(using: &random)!, at: place)
        case 1: scalars.removeSubrange(place..<min(scalars.count, place + Int.random(in: 1...30, using: &random)))
        default: scalars.insert(contentsOf: scalars[place..<min(scalars.count, place + 40)], at: place)
        }
      }
      files[path] = String(String.UnicodeScalarView(scalars))
      do { _ = try read(files) } catch let error as RuleProblems {
        #expect(!error.problems.isEmpty && error.problems == error.problems.sorted(), "\(variant.title), seed \(seed)")
      }
    }
  }

  /// Every key that a reader knows stands in the files, so that a newcomer meets all of them.
  @Test func showsEveryKeyOfServers() {
    let text = Self.texts.values.joined()
    for key in StatementSourceReader.keys { #expect(text.contains("\(key):"), "\(key)") }
  }
}
