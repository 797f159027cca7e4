namespace RingFed.Learning.Models;

/// <summary>
/// A model that may keep something of its own site beside what the ring agreed on: its patients are then drawn, or its
/// predictions made, by shared and own parts together, and models of two silos differ although all that they exchanged agrees.
/// The own parts themselves never leave the silo: they are no exported parameters, and lie in this silo's checkpoint alone. What they
/// say may leave it, and each model says where: a network of a site's own tells nobody anything; a vae-bgm's encoder
/// places patients, whose codes are in the masked sums of its mixture, and, where encoders are aligned, public anchor rows, whose
/// codes are exported parameters.
/// </summary>
public interface IPersonalModel : IRingModel
{
    /// <summary>Whether this very model does, by its options.</summary>
    bool IsPersonal { get; }
}
