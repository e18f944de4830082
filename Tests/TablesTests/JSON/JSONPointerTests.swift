import Tables
import Testing

@Suite struct JSONPointerTests {
  /// The examples of RFC 6901, section 5, and names of every length.
  static let text = #"""
    {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
     "abcdefg": 9, "abcdefgh": 10, "abcdefghijklmnopq": 11, "火锅": 12, "\u706b": 13, "0": {"1": 14}, "list": [[15], {"x": 16}]}
    """#

  @Test(arguments: [
    ("/foo/0", "bar"), ("/foo/1", "baz"), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"),
    ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"), ("/abcdefg", "9"), ("/abcdefgh", "10"), ("/abcdefghijklmnopq", "11"), ("/火锅", "12"),
    ("/火", "13"), ("/0/1", "14"), ("/list/0/0", "15"), ("/list/1/x", "16"),
  ])
  func finds(pointer: String, value: String) throws {
    let document = try JSONDocument(bytes: Array(Self.text.utf8), file: "page.json")
    let place = try #require(document.find(JSONPointer(pointer)!))
    #expect(document.text(place) == value)
  }

  @Test(arguments: ["/foo/2", "/foo/-", "/foo/00", "/foo/+0", "/foo/x", "/Foo", "/foo/0/0", "/none", "/m~1n", "/foo/99999999999999999999"])
  func findsNothing(pointer: String) throws {
    let document = try JSONDocument(bytes: Array(Self.text.utf8), file: "page.json")
    #expect(document.find(try #require(JSONPointer(pointer))) == nil)
  }

  @Test func theEmptyPointerIsTheWhole() throws {
    let document = try JSONDocument(bytes: Array(Self.text.utf8), file: "page.json")
    #expect(document.find(JSONPointer("")!) == 0)
    let list = try #require(document.find(JSONPointer("/list")!))
    #expect(document.find(JSONPointer("/1/x")!, from: list).flatMap { document.text($0) } == "16")
  }

  @Test func whatIsNoPointer() {
    for text in ["foo", "a/b", "/a~", "/a~2", "#/foo"] { #expect(JSONPointer(text) == nil) }
    #expect(JSONPointer(name: "a/b~c").description == "/a~1b~0c")
    #expect(JSONPointer(name: "a/b~c") == JSONPointer("/a~1b~0c"))
  }
}
