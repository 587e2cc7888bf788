import Testing

@testable import Training

@Suite struct ModuleGoldenTests {
    private static let cases: [ModuleCase] = (try? golden("modules")) ?? []

    @Test func `every case as PyTorch`() {
        #expect(Self.cases.count == 66)
        for golden in Self.cases {
            let distance = golden.type == "float" ? golden.distance(Float.self) : golden.distance(Double.self)
            #expect(distance <= (golden.type == "float" ? 1e-6 : 1e-14), "\(golden.name), \(golden.type): \(distance)")
        }
    }

    @Test func `the plain rule passes`() {
        for golden in Self.cases where golden.type == "double" {
            let distance = golden.distance(Double.self, .plain)
            #expect(distance <= 1e-13, "\(golden.name): \(distance)")
        }
    }

    @Test func `every golden kills a mutant`() {
        for golden in Self.cases where golden.type == "double" {
            let killed = ModuleMutant.allCases.filter { golden.distance(Double.self, $0) > 1e-9 }
            #expect(!killed.isEmpty, "\(golden.name)")
        }
    }

    @Test(arguments: ModuleMutant.allCases.filter { $0 != .none && $0 != .plain })
    func `every mutant is killed`(_ mutant: ModuleMutant) {
        #expect(!Self.killers(of: mutant).isEmpty)
    }

    /// The modules, in Double, that a mistake does not survive.
    static func killers(of mutant: ModuleMutant) -> [String] {
        cases.filter { $0.type == "double" && $0.distance(Double.self, mutant) > 1e-9 }.map(\.name)
    }
}
