import Testing

@testable import Tables

@Suite struct CSVWriterTests {
  private func written(_ header: [String] = ["a", "b"], _ body: (inout CSVWriter) -> Void) -> String {
    var writer = CSVWriter(header: header)
    body(&writer)
    return String(decoding: writer.takeBytes(), as: UTF8.self)
  }

  @Test func quotesOnlyWhereNeeded() {
    let text = written(["a", "b \"x\"", "c,d"]) {
      $0.append(text: "plain 火锅; 'x'")
      $0.append(text: "say \"hi\"")
      $0.append(text: "")
      $0.endRow()
      $0.append(text: "a,b")
      $0.append(text: "a\nb")
      $0.append(text: "a\rb")
      $0.endRow()
    }
    #expect(text == "a,\"b \"\"x\"\"\",\"c,d\"\nplain 火锅; 'x',\"say \"\"hi\"\"\",\n\"a,b\",\"a\nb\",\"a\rb\"\n")
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
    ("=a,b", "\"'=a,b\""), ("a=b", "a=b"), ("", ""), ("'=1", "'=1"), ("火", "火"),
  ])
  func guardsTextFromOutside(text: String, field: String) {
    #expect(
      written {
        $0.append(outside: text)
        $0.append(text: "-")
        $0.endRow()
      } == "a,b\n\(field),-\n")
    let bytes = Array("xx\(text)yy".utf8)
    let range = 2..<bytes.count - 2
    #expect(
      written {
        $0.append(outside: bytes, range)
        $0.append(text: bytes, range)
        $0.endRow()
      }
        == written {
          $0.append(outside: text)
          $0.append(text: text)
          $0.endRow()
        })
    #expect(
      written {
        $0.append(outside: bytes.span.extracting(range))
        $0.append(text: bytes.span.extracting(range))
        $0.endRow()
      }
        == written {
          $0.append(outside: text)
          $0.append(text: text)
          $0.endRow()
        })
  }

  @Test(
    arguments: [
      (-5, 2, "-0.05"), (0, 2, "0.00"), (100, 2, "1.00"), (-123456, 2, "-1234.56"), (7, 0, "7"), (0, 0, "0"), (5, 3, "0.005"),
      (Int64.max, 2, "92233720368547758.07"), (Int64.min, 0, "-9223372036854775808"), (Int64.min, 18, "-9.223372036854775808"),
    ] as [(Int64, Int, String)])
  func writesExactDecimals(minorUnits: Int64, exponent: Int, field: String) {
    let text = written {
      $0.append(minorUnits: minorUnits, exponent: exponent)
      $0.append(integer: minorUnits)
      $0.endRow()
    }
    #expect(text == "a,b\n\(field),\(minorUnits)\n")
  }

  @Test func anEmptyFieldAloneIsStillARow() throws {
    let text = written(["a"]) {
      $0.append(text: "")
      $0.endRow()
    }
    #expect(text == "a\n\"\"\n")
    #expect(try ReadAll(text).rows == [[""]])
  }

  @Test(arguments: UInt64(0)..<200) func theReaderReturnsWhatWasWritten(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let alphabet = Array("ab,\"\n\r\t 火é🙂=-+@'".unicodeScalars)
    let columns = Int.random(in: 1...5, using: &random)
    var writer = CSVWriter(header: (0..<columns).map { "c,\($0)" })
    var rows: [[String]] = []
    var taken: [UInt8] = []
    for _ in 0..<50 {
      rows.append(
        (0..<columns).map { _ in
          let length = Int.random(in: 0...12, using: &random)
          return String(String.UnicodeScalarView((0..<length).map { _ in alphabet.randomElement(using: &random)! }))
        })
      for field in rows.last! { writer.append(text: field) }
      writer.endRow()
      if Int.random(in: 0..<10, using: &random) == 0 { taken += writer.takeBytes() }
    }
    let all = try ReadAll(taken + writer.takeBytes())
    #expect(all.rows.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } }, "seed \(seed)")
    #expect(all.rejects.isEmpty, "seed \(seed)")
  }
}
