/// Steele, Lea and Flood's generator: one multiplication chain per number, the same on every host.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mix(state)
  }

  /// A number below `bound`; the bias is below 2⁻³² for the bounds used here.
  mutating func below(_ bound: Int) -> Int { Int((next() >> 32) * UInt64(bound) >> 32) }

  /// One to one: different numbers stay different.
  static func mix(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
