import Foundation

/// Debian's Python, which makes files of other kinds: GBK text, zip archives, workbooks.
enum Python {
  struct Failed: Error { let output: String }

  /// The files that `script` has written into the folder `sys.argv[1]`, by name; `input` stands in `sys.argv[2]`.
  static func files(_ script: String, _ input: String = "") throws -> [String: [UInt8]] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("feeds-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = folder.appendingPathComponent("input")
    try Data(input.utf8).write(to: text)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", "import sys, os; os.chdir(sys.argv[1]); text = open('input', newline='').read()\n" + script, folder.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(output: String(decoding: said, as: UTF8.self)) }
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      files[name] = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }
    return files
  }
}
