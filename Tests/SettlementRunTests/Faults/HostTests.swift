import Faults
import Foundation
import Testing

@testable import SettlementRun

/// What the machine around the built program does: its zone and clock, its limits, signals, a terminal that is gone.
@Suite struct HostTests {
  private func end(
    _ arguments: [String], in shop: Workplace, environment: [String: String] = [:], under wrapper: [String] = []
  ) throws -> BuiltCommand.Result {
    let folder = shop.folder.path
    return try BuiltCommand.end(
      try BuiltCommand.start(arguments, in: folder, environment: environment, under: wrapper), in: folder)
  }

  // MARK: Zone and clock (F24, F26)

  @Test(arguments: ["America/New_York", "Pacific/Kiritimati"]) func theHostsZoneIsNoInput(zone: String) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let shop = try FaultStory.shop()
    for step in FaultStory.steps {
      let result = try end(step.arguments, in: shop, environment: ["TZ": zone, "LC_ALL": "C"])
      #expect([0, 2].contains(result.code), "\(step.name): \(result)")
    }
    var table = FaultCount()
    table.take(try Footprint(shop), scenes.last!.footprint, zone)
    table.tell("F24 the host in another zone")
  }

  /// Nights at which the machine was off, and a clock that jumps: yesterday is a day of the business zone, and days come in their order.
  @Test func missedNightsAreCaughtUp() throws {
    let faketime = "/usr/bin/faketime"
    guard FileManager.default.isExecutableFile(atPath: faketime) else {
      return FaultTable.skip("F24 and F26 a clock that jumps", because: "faketime is not installed")
    }
    let scenes = try FaultStory.undisturbed(.sqlite)
    let shop = try FaultStory.shop()
    // In Shanghai it is 01:00 of the day behind, in New York still the day itself.
    let newYork = ["TZ": "America/New_York"]
    func night(_ clock: String) throws -> BuiltCommand.Result {
      try end(["run"], in: shop, environment: newYork, under: [faketime, clock])
    }
    #expect(try night("2026-03-30 13:00:00").code == 2)
    try FaultStory.steps[1].play(shop)
    // The clock goes back a day, then a night is missed.
    #expect(try night("2026-03-29 13:00:00").code == 0, "a day before the first run posts nothing")
    try FaultStory.steps[2].play(shop)
    try FaultStory.steps[3].play(shop)
    #expect(try night("2026-04-01 13:00:00").code == 2)
    var table = FaultCount()
    table.take(try Footprint(shop), scenes[FaultStory.steps.count - 1].footprint, "nights by the clock")
    table.tell("F24 and F26 a clock that jumps")
  }

  // MARK: Limits (F35)

  /// With room for no further thread the library that makes them waits for it: then the time limit of the unit ends the program, as here.
  @Test(arguments: ["-n 64", "-n 24", "-n 16", "-n 12", "-v 200000", "-v 350000", "-v 500000", "-v 1000000", "-f 16", "-f 64"])
  func limits(_ limit: String) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let shop = try Workplace(copying: scenes[2].workplace.folder, in: FaultStory.parent)
    let result = try end(
      FaultStory.steps[2].arguments, in: shop,
      under: ["/bin/bash", "-c", "ulimit \(limit); exec timeout --foreground -s KILL 20 \"$@\"", "bash"])
    if limit == "-n 64" { #expect(result.code == 0, "\(result)") }
    // A statement that could not be opened is missing: that run counts, and the next one takes it in.
    guard result.code != 3 else { return }
    var table = FaultCount()
    let what = "ulimit \(limit), ended with \(result.code)"
    do {
      try FaultStory.steps[2].play(shop)
      table.take(try Footprint(shop), scenes[3].footprint, what)
    } catch {
      table.fail(what, error)
    }
    table.tell("F35 too little memory, files or file size")
  }

  // MARK: Signals and closed pipes (F36)

  @Test(arguments: 0..<2) func signalsAtAnyTime(seed: UInt64) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    var random = SplitMix64(seed: seed)
    var table = FaultCount()
    for _ in 0..<8 {
      let shop = try Workplace(copying: scenes[2].workplace.folder, in: FaultStory.parent)
      let (signal, wait) = ([SIGTERM, SIGINT].randomElement(using: &random)!, UInt32.random(in: 0...200_000, using: &random))
      let process = try BuiltCommand.start(FaultStory.steps[2].arguments, in: shop.folder.path)
      usleep(wait)
      let asked = ContinuousClock.now
      kill(process.processIdentifier, signal)
      let result = try BuiltCommand.end(process, in: shop.folder.path)
      let what = "signal \(signal) after \(wait) µs"
      #expect(ContinuousClock.now - asked < .seconds(5), "\(what)")
      // −signal: before the program had begun.
      #expect([0, 128 + signal, -signal].contains(result.code), "\(what): \(result)")
      do {
        try FaultStory.steps[2].play(shop)
        table.take(try Footprint(shop), scenes[3].footprint, what)
      } catch {
        table.fail(what, error)
      }
    }
    table.tell("F36 SIGTERM and SIGINT at any time")
  }

  @Test(arguments: [
    "exec \"$@\" >&-", "exec \"$@\" >/dev/full", "\"$@\" | true; exit ${PIPESTATUS[0]}", "exec \"$@\" >&- 2>&- <&-",
    "exec \"$@\" 2>/dev/full",
  ])
  func nobodyListens(_ shell: String) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let shop = try Workplace(copying: scenes[2].workplace.folder, in: FaultStory.parent)
    let result = try end(FaultStory.steps[2].arguments, in: shop, under: ["/bin/bash", "-c", shell, "bash"])
    // A result that cannot be written may fail; messages and progress never do.
    #expect(shell.contains("2>") ? result.code == 0 : [0, 13, 141].contains(result.code), "\(shell): \(result)")
    var table = FaultCount()
    do {
      try FaultStory.steps[2].play(shop)
      table.take(try Footprint(shop), scenes[3].footprint, shell)
    } catch {
      table.fail(shell, error)
    }
    table.tell("F36 nobody listens to the output")
  }

  // MARK: The kernel's own errors (F5)

  /// The real call fails, in the built program: it stops, and no later command goes on before somebody has verified.
  @Test func fsyncFailsInTheKernel() throws {
    let (fault, strace) = ("F5 fsync fails in the kernel (strace), the program", "/usr/bin/strace")
    guard FileManager.default.isExecutableFile(atPath: strace) else {
      return FaultTable.skip(fault, because: "strace is not installed")
    }
    let scenes = try FaultStory.undisturbed(.sqlite)
    func shop() throws -> Workplace { try Workplace(copying: scenes[2].workplace.folder, in: FaultStory.parent) }
    let probe = try end(["--version"], in: try shop(), under: [strace, "-f", "-o", "/dev/null"])
    guard probe.code == 0 else { return FaultTable.skip(fault, because: "ptrace is not permitted here") }
    var (table, failures) = (FaultCount(), 0)
    for number in 1...14 {
      let shop = try shop()
      let inject = ["-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=\(number)"]
      let result = try end(FaultStory.steps[2].arguments, in: shop, under: [strace] + inject)
      let mark = SuspectMark(try ClosingShop.configuration(shop))
      #expect(FileManager.default.fileExists(atPath: mark.path) == (result.code == 13), "fsync \(number): \(result)")
      if result.code == 13 {
        failures += 1
        let refused = try end(FaultStory.steps[2].arguments, in: shop)
        #expect(refused.code == 14)
        #expect(refused.messages.contains { $0.contains("ledger.sqlite.suspect") && $0.contains("run qingfen verify") }, "\(refused)")
        try mark.clear()
      }
      do {
        try FaultStory.steps[2].play(shop)
        table.take(try Footprint(shop), scenes[3].footprint, "fsync \(number)")
      } catch {
        table.fail("fsync \(number)", error)
      }
    }
    #expect(failures > 5)
    table.tell(fault)
  }
}
