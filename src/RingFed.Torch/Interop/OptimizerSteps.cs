using System.Runtime.InteropServices;

namespace TorchSharp;

// Hyper-parameters of one step, laid out as in native/optim.cpp.
[StructLayout(LayoutKind.Sequential)]
internal struct AdamStep
{
    internal double LearningRate;
    internal double Beta1;
    internal double Beta2;
    internal double Eps;
    internal double WeightDecay;
    internal int AmsGrad;
    internal int Maximize;
    internal int Decoupled;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SgdStep
{
    internal double LearningRate;
    internal double Momentum;
    internal double Dampening;
    internal double WeightDecay;
    internal int Nesterov;
    internal int Maximize;
}
