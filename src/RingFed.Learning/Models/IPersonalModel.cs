namespace RingFed.Learning.Models;

/// <summary>
/// A model that may keep something of its own site beside what the ring agreed on: its patients are then drawn, or its
/// predictions made, by shared and own parts together, and models of two silos differ although all that they exchanged agrees.
/// What is personal never leaves the silo: it is in no sum, in no exported parameter, and in this silo's checkpoint alone.
/// </summary>
public interface IPersonalModel : IRingModel
{
    /// <summary>Whether this very model does, by its options.</summary>
    bool IsPersonal { get; }
}
