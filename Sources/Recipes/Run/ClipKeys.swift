import Telemetry
import YAML

/// The keys of clipping.
struct ClipKeys: KeySection {
    @Key("Bring the total norm down to max_norm, clamp every element to ±max_norm, or only measure.")
    var kind = Clip.none
    @Key("The threshold of norm and of value clipping; kept and not used under none.", in: .maxNorm) var maxNorm = 1.0
    @Key("The p of the norm; .inf is the largest element.", in: .normType) var normType = 2.0
}
