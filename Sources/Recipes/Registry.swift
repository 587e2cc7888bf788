/// The kinds that a recipe may choose from, by their words. A new kind is one file, and one name here.
package struct Registry: Sendable {
    var data: [any DataKind.Type] = [
        CSVKind.self, IDXKind.self, TextKind.self, TemporalOrderKind.self, AddingKind.self,
    ]
    var models: [any ModelKind.Type] = [
        MLPKind.self, CNNKind.self, RNNKind.self, LSTMKind.self, GRUKind.self, TransformerKind.self,
    ]
    var activations: [any ActivationKind.Type] = [
        ReLUKind.self, TanhKind.self, SigmoidKind.self, GELUKind.self, SiLUKind.self, ELUKind.self, SELUKind.self,
        SoftplusKind.self, HardtanhKind.self, LeakyReLUKind.self,
    ]
    var losses: [any LossKind.Type] = [
        CrossEntropyKind.self, BCELogitsKind.self, MSEKind.self, L1Kind.self, SmoothL1Kind.self, HuberKind.self,
    ]
    var optimizers: [any OptimizerKind.Type] = [
        SGDKind.self, AdamKind.self, AdamWKind.self, RMSpropKind.self, AdagradKind.self,
    ]
    var schedules: [any ScheduleKind.Type] = [
        ConstantKind.self, StepKind.self, MultistepKind.self, ExponentialKind.self, LinearKind.self,
        PolynomialKind.self, CosineKind.self, WarmRestartsKind.self, OneCycleKind.self, WarmupKind.self,
        WarmupCosineKind.self, NanoGPTKind.self, PlateauKind.self,
    ]

    package init() {}
}
