extension Model {
    /// The parameters of `children` by default.
    public var parameters: [NamedParameter<Element>] {
        let all = children.flatMap { child in
            child.module.parameters.map { NamedParameter("\(child.name).\($0.name)", $0.tensor) }
        }
        return withoutRepeats(all)
    }

    /// The buffers of `children` by default.
    public var buffers: [NamedBuffer] {
        children.flatMap { child in child.module.buffers.map { $0.within(child.name) } }
    }

    /// By default the aliases within and between `children`.
    public var ties: [(name: String, first: String)] {
        var ties: [(name: String, first: String)] = []
        var firsts: [ObjectIdentifier: String] = [:]
        for child in children {
            var known: [String: String] = [:]
            for parameter in child.module.parameters {
                let (name, tensor) = ("\(child.name).\(parameter.name)", ObjectIdentifier(parameter.tensor))
                known[parameter.name] = firsts[tensor] ?? name
                if let first = firsts[tensor] { ties.append((name, first)) } else { firsts[tensor] = name }
            }
            for tie in child.module.ties {
                ties.append(("\(child.name).\(tie.name)", known[tie.first] ?? "\(child.name).\(tie.first)"))
            }
        }
        return ties
    }

    /// The properties that are modules, or arrays of modules; nil ones are left out.
    public var children: [(name: String, module: any Module<Element>)] {
        var found: [(name: String, module: any Module<Element>)] = []
        var mirror: Mirror? = Mirror(reflecting: self)
        while let properties = mirror {
            found.insert(contentsOf: properties.children.flatMap(Self.modules), at: 0)
            mirror = properties.superclassMirror
        }
        return found
    }

    private static func modules(of property: Mirror.Child) -> [(name: String, module: any Module<Element>)] {
        guard let name = property.label else { return [] }
        if let module = property.value as? any Module<Element> { return [(name, module)] }
        guard let modules = property.value as? [any Module<Element>] else { return [] }
        return modules.enumerated().map { ("\(name).\($0)", $1) }
    }

    /// Forwards to `children` by default.
    public func train(_ isTraining: Bool) { for child in children { child.module.train(isTraining) } }

    /// True by default: the model behaves the same in training and in evaluation.
    public var isTraining: Bool { true }
}
