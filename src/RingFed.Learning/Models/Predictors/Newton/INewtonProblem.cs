namespace RingFed.Learning.Models.Predictors.Newton;

/// <summary>A silo's part of a concave function that is a sum over silos, and what must be declared of it before it leaves.</summary>
internal interface INewtonProblem
{
    /// <summary>Stable name, of model, target, covariates and options: silos that fit something else are refused by it.</summary>
    string Name { get; }

    /// <summary>What the silo knows before any fit: records, outcomes of interest, then Σz and Σz² of each covariate.</summary>
    double[] Summary();

    /// <summary>Of <see cref="Summary"/>.</summary>
    NewtonTerms SummaryTerms { get; }

    /// <summary>Strength of the ridge on each variable, [p]; 0 for none.</summary>
    /// <param name="total">Of <see cref="Summary"/> over the ring.</param>
    /// <exception cref="InvalidOperationException">The ring knows too little to fit from.</exception>
    double[] Begin(double[] total);

    /// <summary>This silo's value, gradient and information.</summary>
    NewtonPoint At(double[] variables);

    /// <summary>What can be said of any silo's <see cref="At"/> without seeing it, the same at every silo.</summary>
    NewtonTerms TermsAt(double[] variables);
}

/// <param name="Bound">Largest size of one number of a silo's part.</param>
/// <param name="SensitivityL1">Largest L1 change of a silo's part when one record is added or removed.</param>
/// <param name="SensitivityL2">Largest L2 change.</param>
internal sealed record NewtonTerms(double Bound, double SensitivityL1, double SensitivityL2);
