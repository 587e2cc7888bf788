import CBenchmark
import Comparison

extension InstructionSet {
    /// - Throws: `Trouble` for an unknown level, or one that this processor does not have.
    init(named name: String) throws {
        guard let level = InstructionSet(rawValue: name) else {
            let names = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
            throw Trouble("there is no level '\(name)' (known: \(names))", status: 2)
        }
        guard cb_has_isa(level.machine) else { throw Trouble("this processor has no \(name)", status: 2) }
        self = level
    }

    fileprivate var machine: cb_isa {
        switch self {
        case .avx512: CB_ISA_AVX512
        case .avx2: CB_ISA_AVX2
        case .baseline: CB_ISA_BASELINE
        }
    }
}

extension InstructionSet? {
    /// The level that the machine's speed is measured at.
    var machine: cb_isa { self?.machine ?? CB_ISA_ANY }
}
