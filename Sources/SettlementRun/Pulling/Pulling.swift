import DurableFiles
import Feeds
import RuleFiles
import SettlementCore

/// Where a run's inputs come from.
public enum InputOrigin: Sendable {
  case sources
  /// As earlier pulls left them there; no source is asked.
  case archive
}

/// Gets the inputs of business days, from their sources or from the archive (SPEC §9: pull, archive, parse).
struct Pulling: Sendable {
  private let configuration: Configuration
  let origin: InputOrigin
  /// With the store's own zone for its times.
  let storeZone: BusinessZone
  private let archive: Archive
  private let codes: CardCodes
  /// Tells the key of the card codes from any other; nil without a key.
  private let keyMark: String?
  private let secrets: Secrets

  /// What is pulled is stored into the archive: the run lock must be held. Throws `SettlementRefusal` when the key of the card codes is
  /// configured and cannot be had.
  init(_ configuration: Configuration, from origin: InputOrigin, archive: Archive, zone: BusinessZone, secrets: Secrets = Secrets()) throws
  {
    (self.configuration, self.origin, self.secrets) = (configuration, origin, secrets)
    guard let declared = BusinessZone(identifier: configuration.store.zone) else {
      throw SettlementRefusal("the store's zone \(configuration.store.zone) is unknown; set a zone of the time zone database")
    }
    storeZone = zone.declaring(declared)
    (codes, keyMark) = try Self.codes(configuration, secrets)
    self.archive = archive
  }

  private static func codes(_ configuration: Configuration, _ secrets: Secrets) throws -> (CardCodes, String?) {
    guard let key = configuration.codeKey else { return (CardCodes(hash: nil), nil) }
    do {
      let hash = KeyedHash(key: Array(try secrets.value(of: key, for: "codes").utf8))
      let mark = String(decoding: hash.hexadecimalDigits(of: Array("the key of card codes".utf8).span).prefix(16), as: UTF8.self)
      return (CardCodes(hash: { hash.hexadecimalDigits(of: $0) }, buyerHash: { Self.digits(ofBuyer: $0, hash) }), mark)
    } catch {
      throw SettlementRefusal("\(error)")
    }
  }

  /// A byte FF stands before a buyer: no card code, being UTF-8, begins so, and none has the hash of a buyer.
  private static func digits(ofBuyer buyer: Span<UInt8>, _ hash: KeyedHash) -> [UInt8] {
    var text: [UInt8] = [0xFF]
    for place in buyer.indices { text.append(buyer[place]) }
    return hash.hexadecimalDigits(of: text.span)
  }

  /// What the ledger is to remember of the key, if it does not yet. Throws `SettlementRefusal` when it knows another key: every code would
  /// look changed, and every buyer be another one.
  func keyMarks(_ marks: [String: String]) throws(SettlementRefusal) -> [String: String] {
    guard let keyMark, marks[Self.keyMarkName] != keyMark else { return [:] }
    if marks[Self.keyMarkName] == nil { return [Self.keyMarkName: keyMark] }
    throw SettlementRefusal("codes: expected the key under which the ledger's card codes and buyers were hashed, found another; set the key as it was")
  }

  private static let keyMarkName = "key of card codes"

  /// Pulls what a run of `day` needs. Remote inputs are fetched now, side by side, and local files when they are read.
  ///
  /// An input that cannot be had fails by itself, when it is read; `marks` are the ledger's. Throws when the archive cannot be written.
  func pull(_ day: CalendarDay, statements wants: [StatementWant], marks: [String: String]) throws -> DayPull {
    let keeping = InputKeeping(archive: archive, codes: codes)
    switch origin {
    case .archive: return try ArchivedPull(configuration, day, storeZone, keeping).pull(wants, marks)
    case .sources:
      let maker = RequestMaker(configuration.transfers) { (reference, source) throws(SourceFailure) in
        try secrets.value(of: reference, for: source)
      }
      return try SourcePull(configuration, day, storeZone, maker, keeping).pull(wants, marks)
    }
  }
}
