package client_test

import (
	"context"
	"errors"
	"fmt"

	"minping/api/client"
)

// From a poll to its ranking.
func Example() {
	s := newServer()
	defer s.stop()
	ctx := context.Background()

	c, err := client.New(s.address, s.token, client.Language("en"))
	check(err)
	check(newPoll(ctx, c, "autumn"))
	for i := range 24 {
		unit, satisfied := "north", 3
		if i%2 > 0 {
			unit, satisfied = "south", 1
		}
		_, err := c.Submit(ctx, "autumn", client.SubmissionInput{
			Ballots: []client.BallotInput{{Unit: unit, Answers: client.Answers{"attitude": satisfied}}},
		})
		check(err)
	}
	_, err = c.ClosePollWithResponse(ctx, "autumn", nil)
	check(err)
	ranking, err := c.GetRankingWithResponse(ctx, "autumn", "county", nil)
	check(err)
	for _, place := range ranking.JSON200.Units {
		fmt.Println(place.Rank.Rank, place.Name["en"], place.Score.Score)
	}
	// Output:
	// 1 North 100
	// 2 South 0
}

// Lists come page by page; the loop does not see it.
func ExampleClient_Units() {
	s := newServer()
	defer s.stop()
	ctx := context.Background()

	c, err := client.New(s.address, s.token)
	check(err)
	check(newPoll(ctx, c, "autumn"))
	for unit, err := range c.Units(ctx) {
		check(err)
		fmt.Println(unit.ID, unit.Name["zh"])
	}
	// Output:
	// north 北区
	// south 南区
}

// What is wrong is a *Problem; its name and the keys of its mistakes never
// change.
func ExampleProblem() {
	s := newServer()
	defer s.stop()
	ctx := context.Background()

	c, err := client.New(s.address, s.token, client.Language("en"))
	check(err)
	check(newPoll(ctx, c, "autumn"))
	_, err = c.Submit(ctx, "autumn", client.SubmissionInput{
		Ballots: []client.BallotInput{{Unit: "north", Answers: client.Answers{"attitude": 9}}},
	})
	var problem *client.Problem
	if errors.As(err, &problem) {
		fmt.Println(problem.Status, problem.Name())
		for _, m := range problem.Errors {
			fmt.Println(m.Pointer, m.Key)
		}
	}
	// Output:
	// 422 invalid
	// /ballots/0/answers/attitude unknown_option
}
