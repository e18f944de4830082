import SettlementCore
import Testing

@testable import Reconciliation

/// Which of three books is wrong.
@Suite struct TriangleTests {
  /// Every answer of the three books: the third decides where the other two differ, and only then.
  @Test func theThirdBookDecides() {
    let answers: [Bool?] = [true, false, nil]
    for store in answers {
      for finder in answers {
        for third in answers {
          let verdict = Triangle.verdict(store: store, finder: finder, third: third)
          let isKnown = store != nil && finder != nil && third != nil && store != finder
          #expect((verdict != nil) == isKnown)
          if isKnown { #expect(verdict == (third == store ? .finder : .store)) }
        }
      }
    }
  }

  @Test(
    arguments: [
      ([], nil), ([nil], nil), ([true, nil], true), ([false, false], false), ([true, false], nil), ([true, nil, false, true], nil),
    ] as [([Bool?], Bool?)])
  func booksOfOneSideSpeakTogether(answers: [Bool?], said: Bool?) {
    #expect(Triangle.together(answers) == said)
    #expect(Triangle.together(answers.reversed()) == said)
  }

  @Test(
    arguments: [
      ([], nil), ([nil], nil), ([true, nil], true), ([false, nil], nil), ([false, false], false), ([false, true], true),
    ] as [([Bool?], Bool?)])
  func oneLineIsEnough(answers: [Bool?], said: Bool?) {
    #expect(Triangle.any(answers) == said)
    #expect(Triangle.any(answers.reversed()) == said)
  }
}
