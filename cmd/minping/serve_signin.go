package main

import "minping/survey/access"

// signinFlags say how people sign in.
type signinFlags struct {
	SecondFactor string `default:"required" enum:"required,optional" env:"MINPING_SECOND_FACTOR" help:"Whether operators and organisers must have a second factor (codes of an authenticator app) or may: required or optional."`
}

func (f signinFlags) policy() access.FactorPolicy {
	return access.FactorPolicy(f.SecondFactor != "optional")
}
