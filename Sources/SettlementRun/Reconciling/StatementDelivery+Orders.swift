import SettlementCore

extension StatementDelivery {
  /// True when its lines are about every order, whatever the order's channel (SPEC §7).
  var coversAllOrders: Bool { profile.matches == .orders && profile.covers == .all }

  /// True when its lines are compared one by one, so that they say something about single orders.
  var isBookOfLines: Bool { profile.group.isEmpty }

  /// True when a bill of this partner has the orders of a channel; −1: orders without channel.
  func covers(channel: Int32) -> Bool { coversAllOrders || channel == party }
}
