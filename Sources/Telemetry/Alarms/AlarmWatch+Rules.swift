extension AlarmWatch {
    /// Every rule. One more is a file in `Rules`, its words in `AlarmRule+Rules.swift` and its name here.
    @DetectorList static func makeDetectors() -> some AlarmDetectors {
        NonFinite()
        NormOverflow()
        SpikeRule<NormSpike>()
        SpikeRule<LossSpike>()
        ClipAlways()
        ClipIdle()
        LayerVanishing()
        DeadUnits()
        EvaluationWorse()
        Plateau()
        Stall()
        ThroughputDrop()
        LRSchedule()
    }
}
