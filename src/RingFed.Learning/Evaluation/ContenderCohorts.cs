using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>
/// The cohorts that one of the three contenders (synthetic, floor, ceiling) is judged by. All three pass through the
/// same metrics, so that a number is never compared with one of another protocol.
/// </summary>
/// <param name="Reference">All real training rows.</param>
/// <param name="Compared">The contender's rows for comparison with the reference; equally many for all contenders.</param>
/// <param name="Taught">The contender's rows for training a predictor that is tested on the hold-out.</param>
/// <param name="Equal">Rows of each of <paramref name="Detection"/>'s cohorts that all three contenders can give.</param>
/// <param name="Detection">Real rows to fit, real rows to test, and the contender's rows, for detection and copying.</param>
internal sealed record ContenderCohorts(
    Cohort Reference, Cohort Compared, Cohort Taught, int Equal, (Cohort Train, Cohort Holdout, Cohort Drawn) Detection);
