import Foundation
import Testing

/// A folder of its own for a test, removed with it.
final class Workshop {
  let folder: String

  init() {
    folder = NSTemporaryDirectory() + "reports-test-\(UUID().uuidString)"
    try! FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  /// What openpyxl sees: one line per fact, as `script` prints them.
  func openpyxl(_ name: String) throws -> [String] { try python(Self.script, name) }

  /// The lines that a script prints about files of this folder; it has to end well.
  func python(_ script: String, _ names: String...) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script] + names.map(path)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "Python fails on \(names)")
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The stored value of every formula by its cell, after LibreOffice has calculated all of them anew and found the same.
  func recalculated(_ name: String) throws -> [String: String] {
    try setUpOffice()
    for (format, source) in [("ods", name), ("xlsx:Calc MS Excel 2007 XML", "\(name.dropLast(5)).ods")] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/libreoffice")
      process.arguments = [
        "-env:UserInstallation=file://\(path("profile"))", "--headless", "--convert-to", format, "--outdir",
        format == "ods" ? folder : path("out"), path(source),
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
    }
    func formulas(_ name: String) throws -> [String: String] {
      var values: [String: String] = [:]
      for fact in try openpyxl(name) where fact.contains(" from =") {
        let formula = fact.range(of: " from =")!
        let cell = fact.range(of: #"![A-Z]+[0-9]+ [a-z] "#, options: .regularExpression)!
        let key = fact[..<cell.upperBound].dropLast(3)
        values[String(key)] = String(fact[cell.upperBound..<formula.lowerBound].prefix { $0 != " " })
      }
      return values
    }
    let (written, calculated) = (try formulas(name), try formulas("out/\(name)"))
    for (cell, stored) in written {
      let found = try #require(calculated[cell], "\(cell)")
      if let value = Double(stored), let other = Double(found) {
        #expect(abs(other - value) < 0.000_001, "\(cell): stored \(stored), calculated \(found)")
      } else {
        #expect(found == stored, "\(cell)")
      }
    }
    return written
  }

  /// By itself LibreOffice believes what files of known programs have stored.
  private func setUpOffice() throws {
    try FileManager.default.createDirectory(atPath: path("profile/user"), withIntermediateDirectories: true)
    let modes = ["OOXMLRecalcMode", "ODFRecalcMode"].map {
      "<item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"\($0)\" oor:op=\"fuse\"><value>0</value></prop></item>"
    }
    let settings =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\(modes.joined())</oor:items>"
    try Data(settings.utf8).write(to: URL(fileURLWithPath: path("profile/user/registrymodifications.xcu")))
  }

  /// `sheet!A1 type value format` per cell, ` from =FORMULA` behind; a line of its own for each sheet's set-up.
  private static let script = #"""
    import sys, openpyxl
    stored = openpyxl.load_workbook(sys.argv[1], data_only=True)
    written = openpyxl.load_workbook(sys.argv[1])
    for sheet in stored.worksheets:
        print("sheet", sheet.title, "freeze", sheet.freeze_panes, "filter", sheet.auto_filter.ref, sheet.page_setup.orientation,
              "paper", sheet.page_setup.paperSize, "fit", sheet.page_setup.fitToHeight, "rows", sheet.print_title_rows,
              "footer", sheet.oddFooter.left.text)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None: continue
                formula = written[sheet.title][cell.coordinate].value
                shown = f" from {formula}" if formula != cell.value else ""
                print(f"{sheet.title}!{cell.coordinate}", cell.data_type, repr(cell.value), cell.number_format.split(";")[0] + shown)
    """#
}

/// The message of the error `body` has to throw.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}

/// Expects a fact among many, and shows the cell as it is when it differs.
func has(_ fact: String, in facts: [String], _ location: SourceLocation = #_sourceLocation) {
  let isThere = facts.contains(fact)
  let cell = fact.split(separator: " ")[0]
  #expect(isThere, "expected \(fact), found \(facts.first { $0.hasPrefix("\(cell) ") } ?? "nothing")", sourceLocation: location)
}
