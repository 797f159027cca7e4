using MathNet.Numerics.LinearAlgebra;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>Value, gradient and observed information of the penalised log partial likelihood at one β.</summary>
internal sealed record CoxPoint(double Value, Vector<double> Gradient, Matrix<double> Information);
