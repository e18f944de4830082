import DurableFiles
import Feeds
import SettlementCore

/// What the pulls of one day's run found of one input, oldest first.
struct PulledHistory {
  let key: InputKey
  private var found: [PulledInput]

  /// What later days pulled of it stands where it came: a day may have been pulled again after them.
  init(_ key: InputKey, in pulls: [PullRecord], andOfLaterDays later: [PullRecord] = []) {
    self.key = key
    found = (pulls + later).flatMap(\.inputs).filter { $0.source == key.source && $0.covers == key.day.description }
    if later.isEmpty { return }
    found = found.enumerated().sorted { ($0.element.fetchedAt, $0.offset) < ($1.element.fetchedAt, $1.offset) }.map(\.element)
  }

  /// The newest that can be read; a later pull that found nothing usable takes nothing away.
  var newest: PulledInput? { found.last(where: \.isUsable) }

  /// Why there is nothing to read, by the newest pull; nil when none asked.
  var failed: PulledInput? { newest == nil ? found.last : nil }

  /// The pulls that together say what is new since `mark`, oldest first: each of a source that is read by watermark begins where the ledger
  /// stood, so a day that was pulled again after its run needs the pulls before, too, on a ledger that has not heard them.
  func since(_ mark: String?) -> [PulledInput] {
    let usable = found.filter(\.isUsable)
    guard let last = usable.last else { return [] }
    var chain = [last]
    for earlier in usable.dropLast().reversed() {
      guard let begin = chain[0].watermarkBefore, begin != mark else { break }
      if earlier.reached == begin { chain.insert(earlier, at: 0) }
    }
    return chain
  }
}

extension PulledInput {
  /// How far the ledger had read the source when a run had used this.
  var reached: String? { watermarkAfter ?? watermarkBefore }
}
