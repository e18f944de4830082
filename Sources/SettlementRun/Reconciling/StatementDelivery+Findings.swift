import Feeds
import Reconciliation
import SettlementCore

extension StatementDelivery {
  /// The finding `control-total`: ours is what the lines say, theirs what the file declares (SPEC §7, step 1).
  ///
  /// Its key names the last day of the file, or the file itself when its name has no date; a second total of one name is `#2`.
  func finding(ofBreach place: Int, _ words: FindingWords) -> Finding {
    let breach = breaches[place]
    func isLike(_ other: Breach) -> Bool { other.file == breach.file && other.breach.name == breach.breach.name }
    let number = breaches[...place].count(where: isLike)
    let key = "total:\(breach.day?.description ?? breach.file):\(breach.breach.name)" + (number > 1 ? "#\(number)" : "")
    var currency = Currency.unknown
    if case .total(.money(let money)) = breach.breach.what { currency = money }
    return Finding(
      partner: settings.partner, kind: .controlTotal, key: key, orderID: "", ours: breach.breach.ours, theirs: breach.breach.theirs,
      currency: currency, businessDate: breach.businessDate, leg: profile.matches == .redemptions ? .partner : .channel, state: .open,
      detail: words.breach(breach.breach, file: breach.file))
  }

  /// Why a file is incomplete, for the manifest and the operator; nil when it is not.
  func incompleteness(ofFile file: String) -> String? {
    let found = breaches.filter { $0.file == file }.map { Self.operatorWords.breach($0.breach, file: $0.file) }
    return found.isEmpty ? nil : found.joined(separator: "; ")
  }

  /// What an operator has to know about the files beside what failed, a line each.
  var remarks: [String] {
    let incomplete = breaches.map { Self.operatorWords.breach($0.breach, file: $0.file) }
    let empty = received.filter { $0.record.rows == 0 && !$0.isIncomplete }.map {
      "\($0.record.path): \($0.record.bytes == 0 ? "the partner says that there is nothing" : "no lines")"
    }
    return incomplete + empty + reissues.map(\.remark)
  }

  /// Messages of the command are English, whatever the reports are.
  private static let operatorWords = FindingWords(language: .en)
}

extension Reissue {
  var changedCount: Int { changes.count { $0.removed != nil && $0.added != nil } }
  var addedCount: Int { changes.count { $0.removed == nil } }
  var removedCount: Int { changes.count { $0.added == nil } }

  fileprivate var remark: String {
    "\(record.path): issued anew: \(changedCount) changed, \(addedCount) added, \(removedCount) removed; only the difference counts, see reissued.csv"
  }
}
