import Training
package import YAML

/// The kinds that a recipe may choose from, by their words. A new kind is one file and one name here; a loss is an
/// entry of `LossKind.all`.
package struct Registry: Sendable {
    /// Each makes a kind with the defaults of its keys.
    typealias Kinds<Kind> = [@Sendable () -> Kind]

    var data: Kinds<any DataKind> = [
        { CSVKind() }, { IDXKind() }, { TextKind() }, { SequenceKind(.temporalOrder) }, { SequenceKind(.adding) },
    ]
    var models: Kinds<any ModelKind> = [
        { MLPKind() }, { CNNKind() }, { RNNKind() }, { GatedKind("lstm", .lstm) }, { GatedKind("gru", .gru) },
        { TransformerKind() },
    ]
    var losses: Kinds<LossKind> = LossKind.all
    var optimizers: Kinds<any OptimizerKind> = [
        { SGDKind() }, { AdamKind(isDecoupled: false) }, { AdamKind(isDecoupled: true) }, { RMSpropKind() },
        { AdagradKind() },
    ]
    var schedules: Kinds<any ScheduleKind> = [
        { ConstantKind() }, { StepKind() }, { MultistepKind() }, { ExponentialKind() }, { LinearKind() },
        { PolynomialKind() }, { CosineKind() }, { WarmRestartsKind() }, { OneCycleKind() }, { WarmupKind() },
        { WarmupCosineKind() }, { NanoGPTKind() }, { PlateauKind() },
    ]

    package init() {}
}

extension Schema {
    /// All keys and sections that recipes may have, with the kinds of a registry.
    package init(_ registry: Registry = Registry()) {
        self.init(of: RecipeKeys(registry), foreignNames: foreignNames)
    }
}
