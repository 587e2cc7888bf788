import Telemetry
import YAML

/// The keys of checkpoints.
struct CheckpointKeys: KeySection {
    @Key("Steps between two checkpoints.", in: .atLeast(1), absent: "only when asked, with c") var every: Int?
    @Key("How many checkpoints are kept, in addition to requested ones.", in: .atLeast(1)) var keep = 3
    @Key("Writes one when the run has finished or was stopped.") var atEnd = false
    @Key(
        "The folder of the checkpoints, relative to where the program runs.",
        absent: "NAME.checkpoints, or NAME.checkpoints-2 where that is taken, …"
    )
    var path: String?
}
