import Foundation
import SettlementCore

@testable import Feeds
@testable import RuleFiles

/// A file read by one of the ready profiles of `samples/profiles`, and short words for what tests compare.
struct ReadByProfile {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("samples/profiles").path

  let feed: StatementFeed

  init(_ bytes: [UInt8], _ profile: String, file: String = "bill") throws {
    let profile = try Self.profile(profile)
    feed = try FormatReading(
      bytes: bytes, file: file, source: "partner", profile.format!, zone: BusinessZone(identifier: "Asia/Shanghai")!,
      standard: Currency(code: "CNY")!, needs: profile.neededColumns
    ).feed
  }

  static func profile(_ name: String) throws -> StatementProfile {
    let list = ProblemList()
    let problems = list.file("\(name).yaml")
    let file = RuleFile.read(path: "\(folder)/\(name).yaml", problems).flatMap { PartnerFile($0, in: folder, problems) }
    try list.throwIfAny()
    return file!.settings!.statement!
  }

  /// Each line as `line reference order item type amount currency fee time`; `-` is an empty text.
  var lines: [String] {
    (0..<feed.count).map { row in
      let currency = feed.currency[row]
      let fee = feed.fee.isEmpty ? "-" : MoneyText.print(feed.fee[row], exponent: feed.feeDigits)
      let time = Date(timeIntervalSince1970: Double(feed.time[row]) / 1e6).ISO8601Format()
      let texts = [feed.references[row], feed.orderIDs[row], feed.items[row]].map { $0.isEmpty ? "-" : $0 }
      let words = texts + ["\(feed.type[row])", MoneyText.print(feed.amount[row], exponent: currency.exponent), currency.code, fee, time]
      return "\(feed.line[row]) \(words.joined(separator: " "))"
    }
  }

  var rejects: [String] { feed.rejects.listed.map { "\($0.line) \($0.field): expected \($0.expected), found \($0.found)" } }

  /// Each total as `line name: declared, counted`, and whether it fails.
  var totals: [String] {
    feed.totals.map { total in
      let exponent = if case .money(let currency) = total.unit { currency.exponent } else { 0 }
      let declared = total.fault.map { "\($0)" } ?? MoneyText.print(total.declared, exponent: exponent)
      return "\(total.line) \(total.name): \(declared), \(MoneyText.print(total.counted, exponent: exponent))\(total.holds ? "" : " FAILS")"
    }
  }
}

/// Files in the forms in which partners send them, made by Debian's Python.
enum MadeFile {
  struct Failed: Error { let output: String }

  /// GB18030, with the line ends of Windows.
  static func gbk(_ text: String) throws -> [UInt8] {
    try python("sys.stdout.buffer.write(sys.stdin.buffer.read().decode().replace('\\n', '\\r\\n').encode('gb18030'))", text)
  }

  /// A zip whose members have names in GBK, without the mark of UTF-8, and are GB18030.
  static func gbkZip(_ members: [(name: String, text: String)]) throws -> [UInt8] {
    let script = """
      import io, json, zipfile
      class Member(zipfile.ZipInfo):
          def _encodeFilenameFlags(self): return self.filename.encode('gb18030'), self.flag_bits
      packed = io.BytesIO()
      with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as archive:
          for name, text in json.load(sys.stdin):
              member = Member(name)
              member.compress_type = zipfile.ZIP_DEFLATED
              archive.writestr(member, text.replace('\\n', '\\r\\n').encode('gb18030'))
      sys.stdout.buffer.write(packed.getvalue())
      """
    return try python(script, String(decoding: JSONEncoder().encode(members.map { [$0.name, $0.text] }), as: UTF8.self))
  }

  /// A workbook of one sheet: what openpyxl does with `sheet`.
  static func xlsx(_ script: String) throws -> [UInt8] {
    try python(
      """
      import datetime, io, openpyxl
      book = openpyxl.Workbook()
      sheet = book.active
      \(script)
      packed = io.BytesIO()
      book.save(packed)
      sys.stdout.buffer.write(packed.getvalue())
      """, "")
  }

  private static func python(_ script: String, _ input: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", "import sys\n" + script]
    let (output, source) = (Pipe(), Pipe())
    (process.standardOutput, process.standardInput) = (output, source)
    try process.run()
    source.fileHandleForWriting.write(Data(input.utf8))
    try source.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(output: String(decoding: data, as: UTF8.self)) }
    return [UInt8](data)
  }
}
