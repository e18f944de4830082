import Testing

@testable import Reports

@Suite struct RenminbiCapitalsTests {
  /// The examples of the rule itself (《正确填写票据和结算凭证的基本规定》), then zeros at every seam.
  @Test(
    arguments: [
      (140_950, "人民币壹仟肆佰零玖元伍角"),
      (600_714, "人民币陆仟零柒元壹角肆分"),
      (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
      (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
      (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
      (32_504, "人民币叁佰贰拾伍元零肆分"),
      (0, "人民币零元整"),
      (1, "人民币壹分"),
      (10, "人民币壹角"),
      (11, "人民币壹角壹分"),
      (100, "人民币壹元整"),
      (101, "人民币壹元零壹分"),
      (1_000, "人民币壹拾元整"),
      (1_001, "人民币壹拾元零壹分"),
      (10_000_00, "人民币壹万元整"),
      (10_001_00, "人民币壹万零壹元整"),
      (10_010_00, "人民币壹万零壹拾元整"),
      (10_100_00, "人民币壹万零壹佰元整"),
      (11_000_00, "人民币壹万壹仟元整"),
      (1_234_567_89, "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
      (10_000_000_00, "人民币壹仟万元整"),
      (10_000_001_00, "人民币壹仟万零壹元整"),
      (100_000_000_00, "人民币壹亿元整"),
      (100_000_001_00, "人民币壹亿零壹元整"),
      (100_010_000_00, "人民币壹亿零壹万元整"),
      (101_000_000_00, "人民币壹亿零壹佰万元整"),
      (110_000_000_00, "人民币壹亿壹仟万元整"),
      (100_100_001_00, "人民币壹亿零壹拾万零壹元整"),
      (1_000_000_000_000_00, "人民币壹万亿元整"),
      (1_000_100_000_001_00, "人民币壹万零壹亿零壹元整"),
      (987_654_321_012_345_67, "人民币玖佰捌拾柒万陆仟伍佰肆拾叁亿贰仟壹佰零壹万贰仟叁佰肆拾伍元陆角柒分"),
      (1_000_000_000_000_000_00, "人民币壹仟万亿元整"),
      (-5_20, "人民币负伍元贰角"),
    ] as [(Int64, String)])
  func table(fen: Int64, text: String) { #expect(RenminbiCapitals.text(fen: fen) == text) }

  /// What the characters say, read digit by digit, is the amount again.
  @Test(arguments: UInt64(1)...5)
  func readBackEquals(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      let size = Int64.random(in: 0...17, using: &random)
      let limit = (0..<size).reduce(Int64(1)) { power, _ in power * 10 }
      let sparse = Int64.random(in: 0..<limit, using: &random) / (limit > 1000 ? 1000 : 1) * [1, 100, 1000].randomElement(using: &random)!
      let fen = min(sparse, 100_000_000_000_000_000)
      let text = RenminbiCapitals.text(fen: fen)
      #expect(Self.read(text) == fen, "seed \(seed): \(fen) as \(text)")
      #expect(!text.contains("零零") && !text.contains("零元") || fen == 0, "\(text)")
    }
  }

  private static func read(_ text: String) -> Int64 {
    let digits: [Character: Int64] = ["零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9]
    let units: [Character: Int64] = ["拾": 10, "佰": 100, "仟": 1000]
    var (total, high, group, digit) = (Int64(0), Int64(0), Int64(0), Int64(0))
    for character in text {
      if let value = digits[character] { digit = value }
      if let unit = units[character] { (group, digit) = (group + digit * unit, 0) }
      if character == "万" { (high, group, digit) = (high + (group + digit) * 10_000, 0, 0) }
      if character == "亿" { (total, high, group, digit) = ((total + high + group + digit) * 100_000_000, 0, 0, 0) }
      if character == "元" { (total, high, group, digit) = ((total + high + group + digit) * 100, 0, 0, 0) }
      if character == "角" { (total, digit) = (total + digit * 10, 0) }
      if character == "分" { total += digit }
    }
    return total
  }
}
