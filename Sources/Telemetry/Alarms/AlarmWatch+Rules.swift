extension AlarmWatch {
    /// Every rule. One more is a file and its name here.
    @DetectorList static func makeDetectors() -> some AlarmDetectors {
        NonFiniteNumbers()
        NormOverflow()
        NormSpike()
        LossSpike()
        EndlessClipping()
        IdleClipping()
        VanishingLayer()
        DeadUnits()
        WorseEvaluation()
        Plateau()
        Stall()
        SlowSteps()
        ScheduledRate()
    }
}
