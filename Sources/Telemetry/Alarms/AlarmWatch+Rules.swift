extension AlarmWatch {
    /// Every rule. To add one: a file in `Rules`, its title in `AlarmRule+Rules.swift`, its name here.
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
