import Telemetry
import YAML

/// The keys of all data.
struct DataKeys: KeySection {
    @Key("Examples in a batch; no more than there are rows to learn from.", in: .from(1, through: 100_000)) var batch =
        32
    @Key("Prepares batches on a thread of their own while the step runs. The numbers are the same either way.")
    var prefetch = false
    @Subsection var poison = PoisonKeys()

    init(prefetch: Bool = false) { self.prefetch = prefetch }
}

extension KeyDeclaration {
    static let scale = KeyDeclaration("Factor of the features; the default of idx is 1/255.", in: .finite)
    static let dropLast = KeyDeclaration("Leaves out the last batch of an epoch when it is short.")
    static let length = KeyDeclaration(
        "Places in a sequence: 10 or more for temporal_order, 2 or more for adding; characters in a window.",
        in: .from(1, through: 10_000)
    )
}
