/// An element of the list that an optimizer updates: a parameter, or a group of them that has settings of its own.
public protocol ParameterOrGroup<Element> {
    associatedtype Element: Scalar

    /// The element as a group.
    var group: ParameterGroup<Element> { get }
}

extension NamedParameter: ParameterOrGroup {
    /// A group of this parameter alone, with the optimizer's settings.
    public var group: ParameterGroup<Element> { ParameterGroup([self]) }
}

extension ParameterGroup: ParameterOrGroup {
    /// The group itself.
    public var group: ParameterGroup { self }
}
