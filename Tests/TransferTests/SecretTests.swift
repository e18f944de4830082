import Testing
@testable import Transfer
@Suite struct SecretTests { @Test func hidden() { #expect("\(Secret("canary"))" == "[hidden]") } }
