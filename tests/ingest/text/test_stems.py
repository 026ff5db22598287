"""Words of one family meet in search, whichever of their spellings is typed; words of two families do not."""

from __future__ import annotations

import pytest

from ingest.text.analysis import document_terms, query_terms

# A family a line; forms at the end are as people type them without accents.
_FAMILIES = """
chiffrer chiffré chiffrée chiffrées chiffrement chiffre chiffrent chiffree chiffrees
entraîner entraîné entraînée entraînées entraînement entraînements entraîne entraînent entrainer entrainee entrainement
données donnée donnees donnee
modèle modèles modele modeles
modéliser modélisé modélisée modélisation modelisation modelisee
évaluer évalué évaluée évaluation évaluations évalue evaluer evaluee evaluation
déployer déployé déployée déployés déploie déploiement déploiements deployer deployee deploye deploiement
créer créé créée créées crée création cree creee creation
générer généré générée génère génération generer generee generation
stocker stocké stockée stockées stocke stockage stockee
facturer facturé facturée facturation facturee
agréger agrégé agrégée agrégation agrège agregee agregation
étiqueter étiqueté étiquetée étiquettes étiquette étiquetage etiquetee etiquettes
échantillonner échantillonné échantillonnage échantillon échantillons echantillonnage echantillonner
partitionner partitionné partitionnée partitionnement partition partitions
sélectionner sélectionné sélectionnée sélection sélections selectionner
fonctionner fonctionne fonctionnent fonctionnement fonction fonctions
dimensionner dimensionné dimensionnement dimension dimensions
paramétrer paramétrage paramètres parametrage
encoder encodé encodée encodage encodages
réentraîner réentraîné réentraînée réentraînement reentrainee
répartir répartit réparti répartie répartis repartie
définir défini définie définit definir definie
réduire réduit réduite réduction reduire reduite reduction
intégrer intégré intégrée intégration intègre integree integration
sécurité sécurités securite
accès acces
requête requêtes requete requetes
région régions region regions
régional régionale régionaux regionale regionaux
réseau réseaux reseau reseaux
journal journaux
général générale généraux générales generale generaux
paramètre paramètres paramétrer paramétré paramètre parametre parametres
métrique métriques metrique metriques
précision précisions precision
qualité qualités qualite qualites
préparer préparé préparée préparation préparent preparee preparation
normaliser normalisé normalisée normalisation normalisee
utiliser utilisé utilisée utilisation utilisateur utilisateurs utilisent utilisee
supprimer supprimé supprimée supprime suppriment supprimee
augmenter augmenté augmentée augmente augmentent augmentation augmentee
configurer configuré configurée configuration configurations configuree
surveiller surveillé surveillée surveille surveillance surveillee
première premières premier premiers premiere
dernière dernier derniers dernière derniere
étendre étend étends etendre
répondre répond réponds répondre répondent repondre repond
prédiction prédictions prediction predictions
rôle rôles role roles
clé clés cle cles
hyperparamètre hyperparamètres hyperparametre hyperparametres
bibliothèque bibliothèques bibliotheque
coût coûts cout couts
fréquence fréquences frequence
fréquent fréquente fréquents frequente
exécuter exécuté exécutée exécution exécute exécutent executer executee execution
héberger hébergé hébergée hébergement héberge heberger hebergee hebergement
nœud nœuds noeud noeuds
bêta beta
déclencher déclenché déclenchée déclenche declencher declenchee
ingérer ingéré ingérée ingestion ingère ingeree
privé privée privés privées prive privee
élevé élevée élevés eleve elevee
"""
_APART = """
données donner
donnée donner
données donne
durée dur
durée durer
modèle mode
modèle modèrent
général générer
général générateur
instance instant
format formation
règle région
région régime
partie partir
partie parti
portée porter
entrée entre
organe organisation
base bas
basé bas
cours court
classe classique
place plat
client cli
agent âge
rapport rapide
note notation
pont point
table tableau
chaîne chien
secret secrétaire
serveur service
cluster clustering
noyau noyer
niveau nivelé
lambda lame
lot lotion
cadre cadran
compte comptoir
mesure mes
mémoire mémo
poids poisson
taux taupe
tâche tacheté
sortie sortir
filtre fil
erreur errer
étape étaler
arrêt arête
journal journée
version verser
image imaginer
message messe
page pagne
usage user
passion passer
avion aviser
inter interagir
avantage avancer
lien lion
récent recevoir
"""


def meet(asked: str, written: str) -> bool:
    """Whether a question with one word finds a French document with the other."""
    return bool(set(query_terms(asked)) & set(document_terms(written, "fr")))


@pytest.mark.parametrize("family", _FAMILIES.strip().splitlines())
def test_the_forms_of_a_word_meet(family: str) -> None:
    forms = family.split()
    assert [(a, b) for a in forms for b in forms if not meet(a, b)] == []


@pytest.mark.parametrize("pair", _APART.strip().splitlines())
def test_words_that_only_look_alike_do_not_meet(pair: str) -> None:
    one, other = pair.split()
    assert not meet(one, other)
    assert not meet(other, one)


def test_capitals_and_marks_of_the_keyboard_change_no_word() -> None:
    assert meet("DONNÉES", "données")
    assert meet("DONNEES", "données")
    assert meet("mode\u0300le", "modèle")
    assert not meet("mode\u0300le", "mode")
    assert meet("l'entraînement", "l’entrai\u0302nement")
    assert meet("on-demand", "on\u2011demand")
    assert meet("anticonstitutionnelle", "anti\u00adconsti\u200btutionnelle")
