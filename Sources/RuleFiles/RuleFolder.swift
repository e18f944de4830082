import Foundation
import SettlementCore

/// The folder of rules: `agreements/*.yaml` and `partners/*.yaml` (SPEC §3, §12).
public enum RuleFolder {
  /// The rules of a folder, checked as a whole.
  ///
  /// Paths of partner files are relative to `configuration`, the folder of the configuration file; a statement's `file:` URL stays as it is.
  /// Files are read in the order of their names as bytes; names that begin with a point or end otherwise than in `.yaml` are passed
  /// over, `.yml` is a problem, and so is a file of more than 1 MiB. A missing `partners` folder is an empty one. Names count as the
  /// same when they are canonically equivalent in Unicode, so that two bundles that look alike are refused. Throws every problem of
  /// all files together.
  public static func read(path: String, configuration: String = ".") throws(RuleProblems) -> RuleBook {
    let problems = ProblemList()
    var agreements: [AgreementFile] = []
    var partners: [PartnerFile] = []
    var declared: Set<String> = [Share.platform]
    for name in names(in: path, "partners", mustExist: false, problems) {
      let file = problems.file("partners/\(name)")
      let partner = RuleFile.read(path: "\(path)/partners/\(name)", file).flatMap { PartnerFile($0, in: configuration, file) }
      if let partner { partners.append(partner) }
      declared.insert(partner?.partner ?? String(name.dropLast(5)))  // a broken file is told once, not at every share that names it
    }
    for name in names(in: path, "agreements", mustExist: true, problems) {
      let file = problems.file("agreements/\(name)")
      guard let document = RuleFile.read(path: "\(path)/agreements/\(name)", file) else { continue }
      if let agreement = AgreementFile(document, file) { agreements.append(agreement) }
    }
    checkBundles(agreements)
    checkPartners(partners)
    checkParties(agreements, declared: declared)
    try problems.throwIfAny()
    return RuleBook(agreements: agreements.compactMap(\.agreement), partners: partners.compactMap(\.settings))
  }

  /// One partner's file by itself; `configuration` as in ``read(path:configuration:)``. Throws every problem of it.
  public static func partner(path: String, configuration: String = ".") throws(RuleProblems) -> PartnerSettings {
    let problems = ProblemList()
    let file = problems.file(path)
    let partner = RuleFile.read(path: path, file).flatMap { PartnerFile($0, in: configuration, file) }?.settings
    try problems.throwIfAny()
    guard let partner else { preconditionFailure("a partner's file without problems has settings") }
    return partner
  }

  private static func names(in path: String, _ folder: String, mustExist: Bool, _ problems: ProblemList) -> [String] {
    let file = problems.file(folder)
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: "\(path)/\(folder)", isDirectory: &isFolder)
    if !exists, !mustExist { return [] }
    guard isFolder.boolValue, let names = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)") else {
      let found = exists ? "something else" : "nothing"
      file.add(at: .whole, expected: "a readable folder in the rules folder", found: found, advice: "check `rules` in the configuration")
      return []
    }
    let visible = names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for name in visible where name.hasSuffix(".yml") {
      let renamed = "\(name.dropLast(4)).yaml"
      problems.file("\(folder)/\(name)").add(
        at: .whole, expected: "a name that ends in .yaml", found: "'.yml'", advice: "rename it to \(renamed)")
    }
    return visible.filter { $0.hasSuffix(".yaml") }
  }

  // MARK: Checks over several files

  private static func checkBundles(_ files: [AgreementFile]) {
    var first: [String: String] = [:]
    for file in files {
      guard let bundle = file.bundle else { continue }
      if let earlier = first[bundle] {
        file.problems.add(
          at: file.bundlePosition, expected: "one agreement of a bundle", found: "\(quoted(bundle)) again (first in \(earlier))",
          advice: "put its versions into one file")
      } else {
        first[bundle] = file.problems.file
      }
    }
  }

  private static func checkPartners(_ files: [PartnerFile]) {
    var first: [String: String] = [:]
    for file in files {
      guard let partner = file.partner else { continue }
      if let earlier = first[partner] {
        file.problems.add(
          at: file.position, expected: "one file of a partner", found: "\(quoted(partner)) again (first in \(earlier))",
          advice: "keep one of the files")
      } else {
        first[partner] = file.problems.file
      }
    }
  }

  static func checkParties(_ files: [AgreementFile], declared: Set<String>) {
    for file in files {
      for (party, position) in file.parties where !declared.contains(party) {
        file.problems.add(
          at: position, expected: "a party with a file in partners", found: quoted(party),
          advice: "add partners/\(party).yaml or mend the id")
      }
    }
  }
}
