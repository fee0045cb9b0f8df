"""Addresses of pathways, teams, referrals and route templates."""

from django.urls import URLPattern, path

from jalon.casework.views import pathway, referral, route, step, team

app_name = "casework"
urlpatterns: list[URLPattern] = [
    path("sans-referent/", team.without_referent, name="without_referent"),
    path("orientations/", referral.listing, name="referrals"),
    path("orientations/<int:referral_id>/", referral.show, name="referral"),
    path("orientations/<int:referral_id>/repondre/", referral.answer, name="answer_referral"),
    path("orientations/<int:referral_id>/retirer/", referral.withdraw, name="withdraw_referral"),
    path("modeles/", route.listing, name="routes"),
    path("modeles/nouveau/", route.new, name="route_new"),
    path("modeles/<int:template_id>/", route.change, name="route"),
    path("modeles/<int:template_id>/ranger/", route.retire, name="route_retire"),
    path("<int:person_id>/", pathway.pathway, name="pathway"),
    path("<int:person_id>/parcours.pdf", pathway.paper, name="paper"),
    path("<int:person_id>/orienter/", referral.refer, name="refer"),
    path("<int:person_id>/etapes/", pathway.add_step, name="step_new"),
    path("<int:person_id>/etapes/modele/", pathway.apply, name="apply"),
    path("<int:person_id>/etapes/<int:step_id>/", step.show, name="step"),
    path("<int:person_id>/etapes/<int:step_id>/avancer/", step.move, name="step_move"),
    path("<int:person_id>/etapes/<int:step_id>/ecarter/", step.drop, name="step_drop"),
    path("<int:person_id>/souhaits/", pathway.add_goal, name="goal_new"),
    path("<int:person_id>/souhaits/<int:goal_id>/clore/", pathway.close_goal, name="goal_close"),
    path("<int:person_id>/projets/", step.add_project, name="project_new"),
    path("<int:person_id>/projets/<int:project_id>/", step.project, name="project"),
    path("<int:person_id>/difficultes/", pathway.note_obstacle, name="obstacle_new"),
    path("<int:person_id>/difficultes/<int:obstacle_id>/lever/", pathway.lift_obstacle, name="obstacle_lift"),
    path("<int:person_id>/notes/", pathway.write_note, name="note_new"),
    path("<int:person_id>/notes/<int:note_id>/retirer/", pathway.remove_note, name="note_remove"),
    path("<int:person_id>/equipe/", team.team, name="team"),
    path("<int:person_id>/equipe/ajouter/<int:organisation_id>/", team.join, name="team_join"),
    path("<int:person_id>/equipe/<int:member_id>/", team.place, name="place"),
    path("<int:person_id>/equipe/<int:member_id>/changer/", team.change, name="place_change"),
    path("<int:person_id>/equipe/<int:member_id>/transmettre/", team.hand_over, name="place_hand_over"),
    path("<int:person_id>/equipe/<int:member_id>/quitter/", team.leave, name="place_leave"),
]
