import Foundation
import Tables
import Testing

/// Archives that a password opens, read by a second implementation: WinZip's AES written out in Python.
@Suite struct SealedZipTests {
  @Test(arguments: [0, 1, 15, 16, 17, 100_000])
  func aSecondProgramOpensIt(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 5)) }
    let archive = try SealedZip.make(name: "结算单-2026-03-R1.xlsx", bytes: bytes, password: "geheim 密码")
    #expect(try Self.open(archive, "geheim 密码") == "结算单-2026-03-R1.xlsx \(count) \(Data(bytes).base64EncodedString())\n")
    #expect(try Self.open(archive, "another") == "wrong password\n")
    #expect(try SealedZip.make(name: "a", bytes: bytes, password: "x") != SealedZip.make(name: "a", bytes: bytes, password: "x"))
  }

  @Test func anEmptyPasswordIsRefused() {
    #expect(throws: SealedZipFailure.self) { try SealedZip.make(name: "a", bytes: [1], password: "") }
    #expect(throws: SealedZipFailure.self) { try SealedZip.make(name: "", bytes: [1], password: "x") }
  }

  private static func open(_ archive: [UInt8], _ password: String) throws -> String {
    let path = NSTemporaryDirectory() + "sealed-\(UUID().uuidString).zip"
    try Data(archive).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try Python.run(script, [path, password])
  }

  private static let script = #"""
    import base64, hashlib, hmac, struct, sys, zipfile, zlib
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    info = zipfile.ZipFile(sys.argv[1]).infolist()[0]
    assert info.compress_type == 99 and info.flag_bits & 1 and len(zipfile.ZipFile(sys.argv[1]).infolist()) == 1
    extra, fields = info.extra, {}
    while extra:
        number, size = struct.unpack("<HH", extra[:4])
        fields[number], extra = extra[4:4 + size], extra[4 + size:]
    version, vendor, strength, method = struct.unpack("<H2sBH", fields[0x9901])
    assert vendor == b"AE" and strength == 3
    data = open(sys.argv[1], "rb").read()
    name, more = struct.unpack("<HH", data[info.header_offset + 26:info.header_offset + 30])
    start = info.header_offset + 30 + name + more
    body = data[start:start + info.compress_size]
    salt, check, sealed, code = body[:16], body[16:18], body[18:-10], body[-10:]
    keys = hashlib.pbkdf2_hmac("sha1", sys.argv[2].encode(), salt, 1000, 66)
    if keys[64:] != check:
        print("wrong password")
        sys.exit()
    assert hmac.new(keys[32:64], sealed, "sha1").digest()[:10] == code
    cipher = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor()
    blocks = (len(sealed) + 15) // 16
    stream = cipher.update(b"".join((at + 1).to_bytes(16, "little") for at in range(blocks)))
    plain = bytes(a ^ b for a, b in zip(sealed, stream))
    if method == 8:
        plain = zlib.decompress(plain, -15)
    print(info.filename, info.file_size, base64.b64encode(plain).decode())
    """#
}
