import Glibc
import Testing

@testable import DurableFiles

@Suite struct RunLockTests {
  @Test func aSecondHolderIsToldWhoHoldsIt() throws {
    let scratch = try Scratch()
    let path = scratch("ledger.lock")
    let lock = try RunLock(path: path, runDay: "2026-03-01")
    let text = try content(of: path)
    let pattern = /pid (\d+) on \S+ since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ for business day 2026-03-01\n/
    let match = try #require(text.wholeMatch(of: pattern))
    #expect(match.1 == "\(getpid())")
    #expect(
      failure { _ = try RunLock(path: path, runDay: "2026-03-02") }
        == "another run holds the lock \(path): held by \(text.dropLast()); wait until it has ended, or stop it, and start again")
    #expect(try content(of: path) == text, "the refused run must not touch the holder's text")
    lock.release()
    #expect(try content(of: path) == "")
    let again = try RunLock(path: path, runDay: "2026-03-02")
    #expect(try content(of: path).hasSuffix("for business day 2026-03-02\n"))
    again.release()
  }

  @Test func theLockGoesWithTheValue() throws {
    let scratch = try Scratch()
    let path = scratch("ledger.lock")
    do {
      let lock = try RunLock(path: path, runDay: "2026-03-01")
      _ = consume lock
    }
    let next = try RunLock(path: path, runDay: "2026-03-02")
    #expect(try content(of: path).hasSuffix("2026-03-02\n"), "a longer stale text is overwritten whole")
    #expect(try content(of: path).split(separator: "\n").count == 1)
    next.release()
  }

  @Test func anotherProcessHoldsItUntilItIsKilled() throws {
    let scratch = try Scratch()
    let path = scratch("ledger.lock")
    try write("pid 1 on elsewhere since 2026-03-01T17:00:00Z for business day 2026-03-01\nsecond line", to: path)
    let holder = try Child("/usr/bin/flock", "--no-fork", path, "/bin/sleep", "60")
    // Wait until the child has it: a second flock of the same kind then fails.
    while try Child("/usr/bin/flock", "--nonblock", path, "/bin/true").exitCode() == 0 { usleep(1000) }
    #expect(throws: RunLockRefusal.held(lock: path, holder: "pid 1 on elsewhere since 2026-03-01T17:00:00Z for business day 2026-03-01")) {
      _ = try RunLock(path: path, runDay: "2026-03-02")
    }
    holder.kill()
    #expect(holder.exitCode() == 128 + SIGKILL)
    let lock = try RunLock(path: path, runDay: "2026-03-02")
    lock.release()
  }

  @Test func otherProcessesAreKeptOut() throws {
    let scratch = try Scratch()
    let path = scratch("ledger.lock")
    let lock = try RunLock(path: path, runDay: "2026-03-01")
    #expect(try Child("/usr/bin/flock", "--nonblock", path, "/bin/true").exitCode() == 1)
    lock.release()
    #expect(try Child("/usr/bin/flock", "--nonblock", path, "/bin/true").exitCode() == 0)
  }

  @Test func aChildDoesNotInheritTheLock() throws {
    let scratch = try Scratch()
    let path = scratch("ledger.lock")
    let lock = try RunLock(path: path, runDay: "2026-03-01")
    let look = "for fd in /proc/$$/fd/*; do case $(readlink $fd) in */ledger.lock) exit 7;; esac; done; exit 0"
    #expect(try Child("/bin/sh", "-c", look).exitCode() == 0, "7: the child has the lock's descriptor")
    lock.release()
  }

  @Test func manyAtOnceOneWins() async throws {
    let scratch = try Scratch()
    let path = scratch("ledger.lock")
    for _ in 0..<20 {
      let winners = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<10 {
          group.addTask {
            guard let lock = try? RunLock(path: path, runDay: "2026-03-01") else { return 0 }
            let text = (try? content(of: path)) ?? ""
            lock.release()
            return text.hasSuffix("2026-03-01\n") ? 1 : 100
          }
        }
        return await group.reduce(0, +)
      }
      #expect((1...10).contains(winners), "each winner saw its own text")
    }
  }

  @Test func itsFileIs0640AndNoLink() throws {
    let scratch = try Scratch()
    let path = scratch("ledger.lock")
    try RunLock(path: path, runDay: "2026-03-01").release()
    #expect(rights(of: path) == "640")
    let link = scratch("link.lock")
    #expect(unsafe symlink(path, link) == 0)
    #expect(
      failure { _ = try RunLock(path: link, runDay: "2026-03-01") }
        == "cannot open the lock file \(link): Too many levels of symbolic links (ELOOP); "
        + "a symbolic link stands where a real file or folder must be; remove the link")
    let missing = scratch("none/ledger.lock")
    #expect(
      failure { _ = try RunLock(path: missing, runDay: "2026-03-01") }
        == "cannot open the lock file \(missing): No such file or directory (ENOENT); create the folder it stands in, or correct the path")
    #expect(
      failure { _ = try RunLock(path: scratch.path, runDay: "2026-03-01") }
        == "cannot open the lock file \(scratch.path): Is a directory (EISDIR); this is a folder; name a file")
  }

  @Test func timesAreWrittenInUTC() {
    #expect(LockHolder.utcText(of: 0) == "1970-01-01T00:00:00Z")
    #expect(LockHolder.utcText(of: 1_772_413_203) == "2026-03-02T01:00:03Z")
  }
}
