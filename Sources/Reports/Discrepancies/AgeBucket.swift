/// How old a discrepancy is, in the steps in which it is shown.
enum AgeBucket: Int, CaseIterable, Hashable {
  case fresh, week, month, older

  /// Of an age in days.
  init(days: Int64) {
    switch days {
    case ...1: self = .fresh
    case ...7: self = .week
    case ...30: self = .month
    default: self = .older
    }
  }

  /// As `run.json` writes it.
  var code: String {
    switch self {
    case .fresh: "0-1"
    case .week: "2-7"
    case .month: "8-30"
    case .older: "31+"
    }
  }
}

extension Wording {
  func name(_ age: AgeBucket) -> String {
    switch age {
    case .fresh: self("0–1 天", "0–1 days")
    case .week: self("2–7 天", "2–7 days")
    case .month: self("8–30 天", "8–30 days")
    case .older: self("30 天以上", "over 30 days")
    }
  }
}
