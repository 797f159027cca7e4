using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Models;

/// <summary>What every model is made from.</summary>
/// <param name="Encoder">What the ring agreed on.</param>
/// <param name="Cohort">The silo's own patients; may be empty for a model that only samples.</param>
/// <param name="Ledger">Written before each training call.</param>
public sealed record ModelContext(FittedEncoder Encoder, Cohort Cohort, ModelSeeds Seeds, ILedger Ledger, TimeProvider Time);
