import Foundation
import Reports
import SettlementCore

/// Two bare C programs over libxlsxwriter, side by side, that write the same cells: what our writer is measured by.
struct Yardstick {
  /// What both wrote, and how long the slower one took.
  struct Result {
    let cells: Int
    let seconds: Double
    /// Of both.
    let processor: Double
    var speed: Int { Int(Double(cells) / seconds) }
  }

  private let program: String
  private let folder: String

  /// Compiles `yardstick.c`, which stands beside this file, with `cc -O2`.
  init(in folder: String) throws {
    self.folder = folder
    program = "\(folder)/yardstick"
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "yardstick.c").path
    try Self.run("/usr/bin/cc", ["-O2", "-o", program, source, "-lxlsxwriter"]).waitForSuccess()
  }

  /// Writes the details of the statements, half of the lines in each program.
  func measure(_ statements: [PartnerStatement]) throws -> Result {
    var halves: [(lines: Int, files: [String])] = [(0, []), (0, [])]
    for (place, statement) in statements.enumerated().sorted(by: { $0.element.lines.count > $1.element.lines.count }) {
      let path = "\(folder)/\(place).lines"
      try Self.file(statement).write(to: URL(fileURLWithPath: path))
      let half = halves[0].lines <= halves[1].lines ? 0 : 1
      halves[half].lines += statement.lines.count
      halves[half].files.append(path)
    }
    let running = try halves.map { try Self.run(program, [folder] + $0.files) }
    let printed = try running.map { try $0.waitForSuccess().split { $0 == " " || $0 == "\n" }.map(String.init) }
    for half in halves { for path in half.files { try FileManager.default.removeItem(atPath: path) } }
    return Result(
      cells: printed.reduce(0) { $0 + (Int($1[0]) ?? 0) }, seconds: printed.compactMap { Double($0[1]) }.max() ?? 0,
      processor: printed.reduce(0) { $0 + (Double($1[2]) ?? 0) })
  }

  /// Lists of texts, the versions' days, the lines, and the two ids of each line: as `yardstick.c` reads them.
  private static func file(_ statement: PartnerStatement) -> Data {
    let lines = statement.lines
    var data = Data()
    func append(_ number: some FixedWidthInteger) { unsafe withUnsafeBytes(of: number.littleEndian) { unsafe data.append(contentsOf: $0) } }
    func append(_ text: String) {
      data.append(contentsOf: text.utf8)
      data.append(0)
    }
    let heads = (1...12).map { "column \($0)" }
    for list in [GroupKind.allCases.map(\.name), statement.entitlements, statement.rules.map(\.agreement), statement.runs, heads] {
      append(Int32(list.count))
      for text in list { append(text) }
    }
    append(Int32(statement.rules.count))
    for rule in statement.rules { append(rule.effective.number) }
    append(Int32(lines.count))
    while data.count % 8 != 0 { data.append(0) }
    for line in 0..<lines.count {
      for number in [lines.localSeconds[line], lines.group[line], lines.amount[line]] { append(number) }
      for number in [
        lines.businessDay[line], Int32(lines.kind[line].rawValue), lines.entitlement[line], lines.rule[line], lines.run[line], 0,
      ] { append(number) }
    }
    for line in 0..<lines.count {
      append(lines.orderID[line])
      append(lines.reference[line])
    }
    return data
  }

  private struct Running {
    let process: Process
    let output: Pipe

    @discardableResult
    func waitForSuccess() throws -> String {
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw Difference("\(process.executableURL?.path ?? "a program") to succeed", "exit \(process.terminationStatus)")
      }
      return text
    }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    return Running(process: process, output: output)
  }
}
