"""What a person wants, what helps, and how far they have come."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.goals import actions, actions_goals, actions_limits, views, views_goals, views_limits

person = "people/<uuid:person_id>/"

urlpatterns = [
    page(person + "needs/", views.needs, needs=Permission.SEE_PEOPLE, name="needs", turned=True),
    page(person + "needs/new/", views.need_new, needs=actions.record_need.needs, name="need-new", turned=True),
    page(person + "needs/<uuid:row_id>/", views.need, needs=actions.change_need.needs, name="need", turned=True),
    page(person + "needs/<uuid:row_id>/first/", views.need_first, needs=actions.put_need_first.needs, name="need-first", turned=True),
    page(person + "needs/<uuid:row_id>/met/", views.need_met, needs=actions.meet_need.needs, name="need-met", turned=True),
    page(person + "strengths/new/", views.strength_new, needs=actions.record_strength.needs, name="strength-new", turned=True),
    page(person + "strengths/<uuid:row_id>/", views.strength, needs=actions.change_strength.needs, name="strength", turned=True),
    page(person + "obstacles/new/", views.obstacle_new, needs=actions.record_obstacle.needs, name="obstacle-new", turned=True),
    page(person + "obstacles/<uuid:row_id>/", views.obstacle, needs=actions.change_obstacle.needs, name="obstacle", turned=True),
    page(person + "obstacles/<uuid:row_id>/gone/", views.obstacle_gone, needs=actions.clear_obstacle.needs, name="obstacle-gone", turned=True),
    page(person + "changes/new/", views.change_new, needs=actions.add_change.needs, name="change-new", turned=True),
    page(person + "changes/<uuid:row_id>/", views.change, needs=actions.change_change.needs, name="change", turned=True),
    page(person + "changes/<uuid:row_id>/thank/", views.thank, needs=actions.thank.needs, name="thank"),
    page(person + "story/", views.story, needs=Permission.SEE_PEOPLE, name="story", turned=True),
    page(person + "goals/", views_goals.goals, needs=Permission.SEE_PEOPLE, name="goals", turned=True),
    page(person + "goals/new/", views_goals.goal_new, needs=actions_goals.add_goal.needs, name="goal-new", turned=True),
    page(person + "goals/<uuid:row_id>/", views_goals.goal, needs=Permission.SEE_PEOPLE, name="goal", turned=True),
    page(person + "goals/<uuid:row_id>/words/", views_goals.goal_words, needs=actions_goals.change_goal_words.needs, name="goal-words", turned=True),
    page(person + "goals/<uuid:row_id>/move/", views_goals.goal_move, needs=actions_goals.move_goal.needs, name="goal-move", turned=True),
    page(person + "goals/<uuid:row_id>/number/", views_goals.goal_number, needs=actions_goals.name_number.needs, name="goal-number", turned=True),
    page(person + "goals/<uuid:row_id>/mark/<slug:kind>/", views_goals.goal_mark, needs=actions_goals.mark_goal.needs, name="goal-mark", turned=True),
    page(person + "steps/new/", views_goals.step_new, needs=actions_goals.add_step.needs, name="step-new", turned=True),
    page(person + "steps/<uuid:row_id>/", views_goals.step, needs=actions_goals.change_step.needs, name="step", turned=True),
    page(person + "steps/<uuid:row_id>/put/", views_goals.step_put, needs=actions_goals.put_step.needs, name="step-put", turned=True),
    page(person + "steps/<uuid:row_id>/smaller/", views_goals.step_smaller, needs=actions_goals.make_step_smaller.needs, name="step-smaller", turned=True),
    page(person + "life/", views_goals.life, needs=Permission.SEE_PEOPLE, name="life", turned=True),
    page(person + "life/mark/", views_goals.life_mark, needs=actions_goals.mark_life.needs, name="life-mark", turned=True),
    page(person + "life/order/", views_goals.life_order, needs=actions_goals.order_life.needs, name="life-order", turned=True),
    page(person + "patterns/", views_limits.patterns, needs=Permission.SEE_PEOPLE, name="patterns", turned=True),
    page(person + "patterns/new/", views_limits.pattern_new, needs=actions.record_pattern.needs, name="pattern-new", turned=True),
    page(person + "patterns/<uuid:row_id>/", views_limits.pattern, needs=actions.change_pattern.needs, name="pattern", turned=True),
    page(person + "sides/", views_limits.sides, needs=Permission.SEE_PEOPLE, name="sides", turned=True),
    page(person + "sides/new/", views_limits.sides_new, needs=actions.record_two_sides.needs, name="sides-new", turned=True),
    page(person + "sides/<uuid:row_id>/", views_limits.sides_one, needs=actions.change_two_sides.needs, name="sides-one", turned=True),
    page(person + "choices/", views_limits.choices, needs=Permission.SEE_PEOPLE, name="choices", turned=True),
    page(person + "choices/new/", views_limits.choice_new, needs=actions.record_what_might_happen.needs, name="choice-new", turned=True),
    page(person + "limits/", views_limits.limits, needs=Permission.SEE_PEOPLE, name="limits", turned=True),
    page(person + "limits/new/", views_limits.limit_new, needs=actions_limits.set_limit.needs, name="limit-new"),
    page(person + "limits/<uuid:row_id>/", views_limits.limit, needs=actions_limits.change_limit.needs, name="limit"),
    page(person + "limits/<uuid:row_id>/lift/", views_limits.limit_lift, needs=actions_limits.lift_limit.needs, name="limit-lift"),
]  # fmt: skip
