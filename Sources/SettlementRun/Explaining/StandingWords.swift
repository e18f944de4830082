import LedgerStore
import Reports
import SettlementCore

/// In which statements a posting group stands: number, file, and the cells of its amount.
struct StandingWords {
  let reading: LedgerReading
  let tracing: StatementTracing
  let say: Wording

  func lines(_ group: TracedGroup) throws -> [String] {
    let title = say("所在结算单", "Where it stands")
    var lines: [String] = []
    for line in group.lines where line.account.kind == .payable {
      let owed = "\(DiscrepancyList.signed(-line.amount, group.head.currency)) \(group.head.currency.code)"
      guard let partner = tracing.partners.first(where: { $0.party == line.account.party }) else {
        let name = AlignedTable.printable(reading.rules.parties[line.account.party])
        lines.append(say("   \(name)，\(owed)：没有合作方文件，无结算单", "   \(name), \(owed): it has no partner file, so no statement"))
        continue
      }
      lines += try standing(group, of: partner, owed)
    }
    if lines.isEmpty { lines = [say("   无：没有改变任何分账方的应付", "   nowhere: it changes what is owed to nobody")] }
    return [title] + lines
  }

  private func standing(_ group: TracedGroup, of partner: PartnerPeriods.Partner, _ owed: String) throws -> [String] {
    let name = partner.settings.partner
    let found = try tracing.statements(of: partner, holding: group.day(ofPayable: partner.party), run: group.record.number)
    if found.isEmpty { return [say("   \(name)，\(owed)：现无含此行的草稿", "   \(name), \(owed): no draft with it is published now")] }
    var lines: [String] = []
    for traced in found {
      let statement = traced.statement
      guard let line = statement.lines.group.firstIndex(of: group.number) else {
        throw BrokenLaw("statement \(statement.number): group \(group.number) should be one of its lines, but is not")
      }
      let places = try StatementWorkbook.places(ofLine: line, in: statement)
      lines.append(say("   \(name)，\(owed)：\(statement.number)", "   \(name), \(owed): \(statement.number)"))
      lines.append("      \(traced.path)")
      lines.append("      " + say("\(places[0])，序号 \(places[0].number)", "\(places[0]), No. \(places[0].number)"))
      for other in places.dropFirst() { lines.append("      " + say("另见 \(other)", "also \(other)")) }
    }
    return lines
  }
}
