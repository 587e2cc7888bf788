import Telemetry
import YAML

/// The keys of snapshots.
struct SnapshotKeys: KeySection {
    @Key("Steps between two snapshots, to which the run can be rewound.", in: .atLeast(1)) var every = 100
    @Key("Megabytes of snapshots; beyond them the oldest is evicted. 0 for none.", in: .from(0, through: 1_000_000))
    var memory = 256.0
}
