using RingFed.Learning.Data;

namespace RingFed.Learning.Models;

/// <summary>A model that gives each patient a place in a latent space.</summary>
public interface ILatentModel : IRingModel
{
    /// <summary>Length of a code.</summary>
    int LatentSize { get; }

    /// <summary>Where each patient lies; the same for the same parameters.</summary>
    /// <returns>[rows, <see cref="LatentSize"/>], row by row.</returns>
    /// <exception cref="ArgumentException">The cohort has another schema, or a value is missing where none may be.</exception>
    double[] Codes(Cohort cohort);

    /// <summary>
    /// Where this silo's encoder puts the ring's public anchor rows. They are no patients: they are drawn from what the ring
    /// agreed on by its seed, and are the same at every silo.
    /// </summary>
    /// <returns>[anchors, <see cref="LatentSize"/>], row by row.</returns>
    double[] AnchorCodes();
}
