using RingFed.Learning.Data;

namespace RingFed.Learning.Models;

/// <summary>A model that can say what a patient's missing cells may have been, given those that are known.</summary>
public interface IImputingModel : IRingModel
{
    /// <summary>
    /// The cohort with every missing cell drawn given the patient's known ones: a draw, not a best guess, so that several
    /// seeds give a multiple imputation. Missing at random is assumed: that a cell is missing says nothing beyond what is
    /// known of the patient. Known cells stay as they are. Cells may be missing where the schema allows none. A cell
    /// stays missing where the ring never saw a value of its column, or where every try broke a constraint of the schema; and the missing
    /// half of an endpoint may where its known half lies outside the declared range: <c>bayesian-network</c> knows no such patient.
    /// </summary>
    /// <exception cref="ArgumentException">The cohort has another schema.</exception>
    /// <exception cref="InvalidOperationException">The model was neither fitted nor loaded.</exception>
    Cohort Impute(Cohort cohort, long seed, CancellationToken cancellationToken = default);
}
