import Testing

@testable import DurableFiles

@Suite struct KeyedHashTests {
  /// RFC 4231, cases 1, 2 and 6.
  @Test func knownValues() {
    for (key, text, expected) in [
      (
        [UInt8](repeating: 0x0B, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
      (
        [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ] {
      let hash = KeyedHash(key: key)
      let bytes = Array(text.utf8)
      for _ in 0..<2 {  // a value is used again and again
        #expect(String(decoding: hash.hexadecimalDigits(of: bytes.span), as: UTF8.self) == expected)
      }
    }
  }

  @Test func theKeyIsNeverShown() {
    let hash = KeyedHash(key: Array("canary-of-the-key".utf8))
    var dumped = ""
    dump(hash, to: &dumped)
    #expect("\(hash)" == "a secret key")
    #expect(!"\(hash)\(String(reflecting: hash))\(dumped)".contains("canary"))
  }
}
