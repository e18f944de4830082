// swift-tools-version: 6.2
import PackageDescription

/// Our own targets: every unsafe construct is spelled out, and a warning stops the build.
let strict: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]

func ours(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, exclude: exclude, resources: resources,
    swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "qingfen",
  products: [
    .executable(name: "qingfen", targets: ["qingfen"]),
    .executable(name: "qingfen-bench", targets: ["qingfen-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // Debian's C libraries.
    .systemLibrary(name: "CCsv", providers: [.apt(["libcsv-dev"])]),  // of the tests only
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

    // Faults for tests, named right before each effect of the edges.
    ours("Faults"),

    // The pure middle.
    ours("SettlementCore"),
    ours("Reconciliation", ["SettlementCore"]),

    // The thin edges, one library each.
    ours("DurableFiles", ["Faults", "CMalloc", "CZstd", crypto]),
    ours("Tables", ["CZip", "CExpat", "CZlib"]),
    ours("PostgresClient", ["Faults", "CPostgres"]),
    ours("Transfer", ["Faults", "CCurl", "CZlib", crypto]),
    ours("RuleFiles", ["SettlementCore", yams, crypto]),
    ours("Feeds", ["SettlementCore", "Tables", "Transfer", "PostgresClient"]),
    ours("LedgerStore", ["Faults", "SettlementCore", "PostgresClient", grdb, grdbSQLite, crypto]),
    ours("WorkbookWriter", ["Faults", "CXlsxWriter", "Tables"]),
    ours("Reports", ["SettlementCore", "Tables", "WorkbookWriter"]),

    // The story, and its two commands.
    ours(
      "SettlementRun",
      [
        "Faults", "SettlementCore", "Reconciliation", "DurableFiles", "RuleFiles", "Feeds", "Tables", "Transfer", "LedgerStore", "Reports",
      ]),
    .executableTarget(name: "qingfen", dependencies: ["SettlementRun", "Faults", arguments, logging], swiftSettings: strict),
    .executableTarget(
      name: "qingfen-bench", dependencies: ["SettlementRun", "Reports", arguments], exclude: ["README.md", "Workbooks/yardstick.c"],
      swiftSettings: strict),

    tests(of: "Faults"),
    tests(of: "SettlementCore"),
    tests(of: "Reconciliation"),
    tests(of: "DurableFiles"),
    tests(of: "Tables", ["CCsv"]),
    tests(of: "Transfer"),
    tests(of: "PostgresClient"),
    tests(of: "RuleFiles", exclude: ["Gallery"]),
    tests(of: "Feeds", ["Transfer"]),
    tests(of: "LedgerStore", ["PostgresClient", grdb]),
    tests(of: "WorkbookWriter"),
    tests(of: "Reports", exclude: ["Golden"]),
    tests(of: "SettlementRun", ["Faults", "DurableFiles", "Feeds", "PostgresClient", "RuleFiles", "SettlementCore", grdb]),
  ]
)
